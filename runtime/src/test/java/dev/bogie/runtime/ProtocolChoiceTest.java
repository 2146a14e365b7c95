package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Fakes.Caller;
import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.runtime.Fakes.Opened;
import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.Sniffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class ProtocolChoiceTest {
    private static final Greeter APPLICATION = new Greeter() {};

    /** Protocols are written "name alpn,alpn sniff-limit"; a limit of "first" speaks first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    # one candidate is chosen unseen, whatever it is
                    a - 0                     | a       |
                    a - first                 | a       |
                    a x,y 9                   | a       |
                    # several are told apart by their first bytes
                    a - 4; b - 24             | sniffer |
                    a x 4; b y 24             | sniffer |
                    a - 4; b - 0              | sniffer |
                    # what could never be decided
                    a x 4; b x 24             |         | both claim the ALPN id 'x'
                    a x,y 4; b z 4; c y 4     |         | both claim the ALPN id 'y'
                    a - 4; b - first          |         | server speaks first in 'b'
                    a - first; b - 4          |         | server speaks first in 'a'
                    a - 0; b - 0              |         | cannot be told apart by their first bytes
                    a - 4; b - 0; c - 0       |         | cannot be told apart by their first bytes
                    """)
    void theTableOfSelectionHolds(String protocols, String choice, String error) {
        Registry registry = Registry.of((Object[]) wires(protocols));

        if (error != null) {
            assertThatThrownBy(() -> choose(registry))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(error)
                    .hasMessageContaining("the protocols '")
                    .hasMessageContaining(Wire.class.getName() + " (module dev.bogie.runtime")
                    .hasMessageEndingWith("; name the one that is wanted, or remove one");
            return;
        }
        ConnectionHandler handler =
                choose(registry)
                        .handler(APPLICATION, new Surroundings(registry, Settings.defaults()));
        if (choice.equals("sniffer")) {
            assertThat(handler).isInstanceOf(Sniffer.class);
        } else {
            assertThat(handler).isEqualTo(new Handler(choice));
        }
    }

    @Test
    void namingOneOfSeveralDecides() {
        Registry registry = Registry.of((Object[]) wires("a - 0; b - 0"));

        assertThat(choose(registry, "b").candidates())
                .extracting(p -> p.name())
                .containsExactly("b");
    }

    @Test
    void anErrorNamesBothProtocolsThatAreConcerned() {
        Registry registry = Registry.of((Object[]) wires("a - 4; b - 0; c - 0"));

        assertThatThrownBy(() -> choose(registry)).hasMessageMatching(".*'b' of .* and 'c' of .*");
    }

    @Test
    void anUnknownNameIsAnErrorWithTheNearest() {
        Registry registry = Registry.of((Object[]) wires("plain - 0; fancy - 0"));

        assertThatThrownBy(() -> choose(registry, "plane"))
                .hasMessageStartingWith("no protocol 'plane' serves " + Greeter.class.getName())
                .hasMessageContaining("did you mean 'plain'?")
                .hasMessageContaining("installed: fancy, plain");
    }

    @Test
    void aContractThatNothingServesIsAnErrorThatListsWhatThereIs() {
        Registry registry = Registry.of(new Caller("phone", 0));

        assertThatThrownBy(() -> choose(registry))
                .hasMessage(
                        "no protocol that serves "
                                + Greeter.class.getName()
                                + " is installed; there are: phone ("
                                + Greeter.class.getName()
                                + ")");
    }

    @Test
    void aClientSpeaksTheProtocolOfTheHighestPriority() {
        Snapshot snapshot =
                Registry.of(new Caller("old", 0), new Caller("new", 1), Wire.named("wire"))
                        .snapshot();

        assertThat(ProtocolChoice.client(snapshot, Greeter.class, List.of()).name())
                .isEqualTo("new");
        assertThat(ProtocolChoice.client(snapshot, Greeter.class, List.of("old")).name())
                .isEqualTo("old");
    }

    @Test
    void twoClientProtocolsOfOnePriorityAreAnError() {
        Snapshot snapshot = Registry.of(new Caller("a", 1), new Caller("b", 1)).snapshot();

        assertThatThrownBy(() -> ProtocolChoice.client(snapshot, Greeter.class, List.of()))
                .hasMessageContaining("'a'")
                .hasMessageContaining("'b'")
                .hasMessageContaining("the same priority");
    }

    @Test
    void aContractWithoutAClientIsAnError() {
        Snapshot snapshot = Registry.of(Wire.named("wire")).snapshot();

        assertThatThrownBy(() -> ProtocolChoice.client(snapshot, Greeter.class, List.of()))
                .hasMessageStartingWith("no protocol that is a client of ");
    }

    @Test
    void aProtocolThatOnlyHasAnotherSideIsNotAskedForItsClient() {
        Registry registry = Registry.of(new Caller("phone", 0), Fakes.transport("nio"));

        try (Client<Greeter> client = Client.builder(Greeter.class).registry(registry).open()) {
            assertThat(client.api()).isInstanceOf(Opened.class);
        }
    }

    private static ProtocolChoice<Greeter> choose(Registry registry, String... names) {
        return ProtocolChoice.of(registry.snapshot(), Greeter.class, List.of(names));
    }

    private static Wire[] wires(String text) {
        return Arrays.stream(text.split(";")).map(w -> wire(w.strip())).toArray(Wire[]::new);
    }

    private static Wire wire(String text) {
        String[] part = text.split(" ");
        Set<String> alpn =
                Arrays.stream(part[1].split(","))
                        .filter(id -> !id.equals("-"))
                        .collect(Collectors.toSet());
        boolean first = part[2].equals("first");
        return new Wire(part[0], 0, alpn, first, first ? 0 : Integer.parseInt(part[2]));
    }
}
