package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.bogie.runtime.Fakes.Caller;
import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Inner;
import dev.bogie.runtime.Fakes.InnerProtocol;
import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class RegistryTest {
    @Test
    void twoTransportsOfOneNameClashAndBothAreNamed() {
        assertThatThrownBy(() -> Registry.of(Fakes.transport("nio"), Fakes.transport("nio")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "two transports are named 'nio': dev.bogie.transport.Transport")
                .hasMessageMatching(".*module .* and .*module .*; remove one of them");
    }

    @Test
    void twoProtocolsOfOneNameContractAndKindClash() {
        assertThatThrownBy(() -> Registry.of(Wire.named("plain"), Wire.named("plain")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("two protocols are named 'plain'")
                .hasMessageContaining(Wire.class.getName());
    }

    @Test
    void aServerAndAClientMayShareAName() {
        Registry registry = Registry.of(Wire.named("plain"), new Caller("plain", 0));

        assertThat(registry.protocols()).hasSize(2);
    }

    @Test
    void aClashLeavesEverythingAsItWas() {
        Registry registry = Registry.of(Fakes.transport("nio"));

        assertThatThrownBy(
                        () ->
                                registry.put(
                                        "plugin",
                                        List.of(Wire.named("plain"), Fakes.transport("nio"))))
                .isInstanceOf(ConfigurationException.class);
        assertThat(registry.protocols()).isEmpty();
        assertThat(registry.transports()).hasSize(1);
    }

    @Test
    void overridingHidesUntilTheOwnerIsRemoved() {
        Transport installed = Fakes.transport("nio");
        Transport other = Fakes.transport("nio");
        Registry registry = Registry.of(installed);

        registry.override("plugin", List.of(other));
        assertThat(registry.transports()).extracting(Provider::service).containsExactly(other);

        assertThat(registry.remove("plugin")).isTrue();
        assertThat(registry.transports()).extracting(Provider::service).containsExactly(installed);
    }

    @Test
    void twoOfOneNameInOneOverrideStillClash() {
        Registry registry = Registry.of();

        assertThatThrownBy(
                        () ->
                                registry.override(
                                        "plugin",
                                        List.of(Wire.named("plain"), Wire.named("plain"))))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void puttingAgainReplacesWhatTheOwnerBrought() {
        Registry registry = Registry.of();
        registry.put("plugin", List.of(Wire.named("one"), Wire.named("two")));

        registry.put("plugin", List.of(Wire.named("two"), Wire.named("three")));

        assertThat(registry.protocols()).extracting(Provider::name).containsExactly("two", "three");
        assertThat(registry.protocols())
                .allSatisfy(p -> assertThat(p.origin().owner()).isEqualTo("plugin"));
    }

    @Test
    void removingAnUnknownOwnerChangesNothing() {
        Registry registry = Registry.of(Fakes.transport("nio"));

        assertThat(registry.remove("nobody")).isFalse();
        assertThat(registry.transports()).hasSize(1);
    }

    @Test
    void protocolsAreFoundByKindAndContractInTheOrderOfTheirRank() {
        Registry registry =
                Registry.of(
                        Wire.named("b"),
                        Wire.named("a"),
                        new Wire("z", 5, Set.of(), false, 0),
                        new Inner("inner", Greeter.class));

        assertThat(registry.protocols(ConnectionProtocol.class, Greeter.class))
                .extracting(Provider::name)
                .containsExactly("z", "a", "b");
        assertThat(registry.protocols(InnerProtocol.class, Greeter.class))
                .extracting(Provider::name)
                .containsExactly("inner");
        assertThat(registry.protocols(ConnectionProtocol.class, Fakes.Counter.class)).isEmpty();
    }

    @Test
    void extensionPointsAreFoundByTheirClass() {
        Runnable given = () -> {};

        assertThat(Registry.of(given, Wire.named("plain")).find(Runnable.class).providers())
                .extracting(Provider::service)
                .containsExactly(given);
    }

    @Test
    void theBestTransportIsTheAvailableOneOfHighestPriority() {
        Transport better = Fakes.transport("better");
        when(better.priority()).thenReturn(1);
        Registry registry =
                Registry.of(
                        Fakes.transport("a"),
                        better,
                        Fakes.unavailable("best", "No kernel.", "Get one."));

        assertThat(best(registry).name()).isEqualTo("better");
    }

    @Test
    void ofEqualTransportsTheFirstInTheAlphabetIsTheBest() {
        assertThat(best(Registry.of(Fakes.transport("b"), Fakes.transport("a"))).name())
                .isEqualTo("a");
    }

    @Test
    void aTransportWithoutStreamsOrInVirtualTimeIsOnlyUsedWhenNamed() {
        Transport datagrams = Fakes.transport("a");
        when(datagrams.capabilities()).thenReturn(Set.of(Capability.DATAGRAM));
        Transport memory = Fakes.transport("memory");
        when(memory.capabilities()).thenReturn(Set.of(Capability.STREAM, Capability.VIRTUAL_TIME));
        Registry registry = Registry.of(datagrams, memory);

        assertThatThrownBy(() -> best(registry))
                .hasMessageContaining("no transport can be used", "dev.bogie.transport.nio");
        assertThat(named(registry, "memory").name()).isEqualTo("memory");
    }

    @Test
    void anUnknownTransportNamesTheNearestAndAllThereAre() {
        Registry registry =
                Registry.of(
                        Fakes.transport("nio"),
                        Fakes.transport("loom"),
                        Fakes.unavailable("uring", "The kernel is too old.", "Use Linux 6."));

        assertThatThrownBy(() -> named(registry, "noi"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "there is no transport 'noi'; did you mean 'nio'?; installed: loom, nio;"
                                + " 'uring' is unavailable: The kernel is too old. Use Linux 6.");
    }

    @Test
    void anUnavailableTransportSaysWhyAndWhatHelps() {
        Registry registry =
                Registry.of(Fakes.unavailable("uring", "The kernel is too old.", "Use Linux 6."));

        assertThatThrownBy(() -> named(registry, "uring"))
                .hasMessage(
                        "transport 'uring' is unavailable: The kernel is too old. Use Linux 6.");
    }

    @Test
    void aTransportThatFailsToSayIsUnavailable() {
        Transport broken = Fakes.transport("broken");
        when(broken.availability(any())).thenThrow(new IllegalStateException("oh dear"));

        assertThat(Registry.of(broken).availability(broken, Settings.defaults()))
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        no -> assertThat(no.why()).contains("IllegalStateException: oh dear"));
    }

    private static Provider<Transport> best(Registry registry) {
        return registry.bestTransport(new Surroundings(registry, Settings.defaults()));
    }

    private static Provider<Transport> named(Registry registry, String name) {
        return registry.transport(name, new Surroundings(registry, Settings.defaults()));
    }
}
