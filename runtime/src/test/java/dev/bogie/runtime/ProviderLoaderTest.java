package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Test;

import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;

class ProviderLoaderTest {
    @Test
    void aProviderWhoseConstructorFailsIsReportedInOneLineAndTheOthersAreLoaded() {
        ProviderLoader loader =
                loader(
                        List.of(
                                () -> {
                                    throw new ServiceConfigurationError(
                                            "could not be instantiated",
                                            new IllegalStateException("no\nluck"));
                                },
                                () -> Wire.named("plain")));

        Found<?> found = loader.load(Protocol.class);

        assertThat(found.providers()).extracting(Provider::name).containsExactly("plain");
        assertThat(found.problems()).hasSize(1);
        assertThat(found.problems().getFirst().toString())
                .startsWith("skipped " + Wire.class.getName() + " (module dev.bogie.runtime")
                .endsWith(") of Protocol: IllegalStateException: no luck")
                .doesNotContain("\n");
    }

    @Test
    void aProviderThatCannotBeLinkedIsReported() {
        Found<?> found =
                loader(
                                List.of(
                                        () -> {
                                            throw new NoClassDefFoundError("org/example/Gone");
                                        }))
                        .load(Protocol.class);

        assertThat(found.providers()).isEmpty();
        assertThat(found.problems().getFirst().toString())
                .endsWith("NoClassDefFoundError: org/example/Gone");
    }

    @Test
    void aProviderWithABadNameIsReported() {
        Found<?> found = loader(List.of(() -> Wire.named("Not A Name"))).load(Protocol.class);

        assertThat(found.providers()).isEmpty();
        assertThat(found.problems().getFirst().toString()).contains("'Not A Name'");
    }

    @Test
    void aSearchThatFailsGoesOnWithTheNextAndEndsWhenItFailsForEver() {
        Source search = new Source(null);

        Found<?> found = new ProviderLoader("test", search).load(Protocol.class);

        assertThat(found.providers()).isEmpty();
        assertThat(found.problems()).hasSize(100);
        assertThat(found.problems().getFirst().toString())
                .isEqualTo("skipped a provider of Protocol: ServiceConfigurationError: no class");
    }

    @Test
    void whatIsInstalledBesideThisModuleIsLoaded() {
        assertThat(Registry.installed().problems()).isEmpty();
    }

    @Test
    void aFailedProviderIsNamedWhereSomethingIsNotFound() {
        Snapshot snapshot =
                Snapshot.of(
                        List.of(
                                Contribution.load(
                                        loader(
                                                List.of(
                                                        () -> {
                                                            throw new NoClassDefFoundError("gone");
                                                        })),
                                        false)));

        assertThat(Registry.skipped(snapshot, Protocol.class))
                .contains("skipped")
                .contains("NoClassDefFoundError: gone");
        assertThat(Registry.skipped(snapshot, Transport.class)).isEmpty();
    }

    private static ProviderLoader loader(List<Supplier<Wire>> wires) {
        return new ProviderLoader("test", new Source(wires));
    }

    /** Finds protocols only; without any to find, its search fails at each step. */
    private record Source(List<Supplier<Wire>> wires) implements ProviderLoader.Source {
        @Override
        @SuppressWarnings("unchecked") // a Wire is a Protocol
        public <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service) {
            if (wires == null) {
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        throw new ServiceConfigurationError("no class");
                    }

                    @Override
                    public ServiceLoader.Provider<S> next() {
                        throw new AssertionError("there is none");
                    }
                };
            }
            if (service != (Class<?>) Protocol.class) {
                return List.<ServiceLoader.Provider<S>>of().iterator();
            }
            return wires.stream()
                    .map(wire -> (ServiceLoader.Provider<S>) new Lazy(wire))
                    .iterator();
        }
    }

    private record Lazy(Supplier<Wire> wire) implements ServiceLoader.Provider<Wire> {
        @Override
        public Class<Wire> type() {
            return Wire.class;
        }

        @Override
        public Wire get() {
            return wire.get();
        }
    }
}
