package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.bogie.runtime.Fakes.Caller;
import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Opened;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;

import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** When layers are prepared, and what follows if one cannot work. */
class LayeringTest {
    private static final Setting<Boolean> WORKS = Setting.flag("cert.works", true, "for tests");

    private final Engine engine = Fakes.engine();
    private final Transport transport = Fakes.transport("nio", engine);
    private final List<Side> prepared = new ArrayList<>();
    private final Registry registry =
            Registry.of(transport, new Caller("phone", 0), new Certified("cert", prepared));

    /** Works if its setting says so. */
    private record Certified(String name, List<Side> prepared) implements Layer {
        @Override
        public List<Setting<?>> settings() {
            return List.of(WORKS);
        }

        @Override
        public void prepare(Side side, TransportContext context) throws IOException {
            prepared.add(side);
            if (!context.settings().get(WORKS)) {
                throw new FileNotFoundException("a.crt does not exist: check the path");
            }
        }

        @Override
        public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
            return above;
        }
    }

    private record Buggy(String name) implements Layer {
        @Override
        public void prepare(Side side, TransportContext context) {
            throw new IllegalStateException("oops");
        }

        @Override
        public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
            return above;
        }
    }

    private record Refusing(String name) implements Layer {
        @Override
        public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void aServersLayersArePreparedBeforeAnythingStarts() throws IOException {
        assertThatThrownBy(
                        () ->
                                Server.builder()
                                        .registry(registry)
                                        .layer("cert")
                                        .set(WORKS, false)
                                        .start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("layer cert: a.crt does not exist: check the path");
        assertThat(prepared).containsExactly(Side.SERVER);
        verify(transport, never()).start(any());
    }

    @Test
    void aClientsLayersArePreparedBeforeAnythingStarts() throws IOException {
        assertThatThrownBy(
                        () ->
                                Client.builder(Greeter.class)
                                        .registry(registry)
                                        .layer("cert")
                                        .set(WORKS, false)
                                        .open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("layer cert: a.crt does not exist: check the path");
        assertThat(prepared).containsExactly(Side.CLIENT);
        verify(transport, never()).start(any());
    }

    @Test
    void aLayerThatAnAddressAsksForIsPreparedThen() {
        try (Client<Greeter> client =
                Client.builder(Greeter.class).registry(registry).set(WORKS, false).open()) {
            ClientContext context = ((Opened) client.api()).context();
            assertThat(prepared).isEmpty();

            assertThatThrownBy(() -> context.through("cert"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("layer cert: a.crt does not exist: check the path");
            assertThat(prepared).containsExactly(Side.CLIENT);
        }
    }

    @Test
    void whatLooksLikeABugIsToldWithItsClass() {
        registry.put("author", List.of(new Buggy("buggy")));
        assertThatThrownBy(() -> Server.builder().registry(registry).layer("buggy").start())
                .hasMessage("layer buggy: IllegalStateException: oops");
    }

    @Test
    void aPluginWhoseLayerCannotWorkHereIsRefused() {
        try (Server server = Server.builder().registry(registry).layer("cert").start()) {
            Contribution broken =
                    Contribution.load(
                            ProviderLoader.of("plugin", List.of(new Buggy("cert"))), true);
            assertThatThrownBy(() -> registry.replace(Set.of(), List.of(broken)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("layer cert: IllegalStateException: oops");
            assertThat(registry.layers().getFirst().service()).isInstanceOf(Certified.class);
            assertThat(server.addresses()).isEmpty();
        }
    }

    @Test
    void aLayerThatIsPutInPlaceOfAnotherIsPreparedForServersThatRun() {
        List<Side> later = new ArrayList<>();
        try (Server server = Server.builder().registry(registry).layer("cert").start()) {
            registry.override("author", List.of(new Certified("cert", later)));
            assertThat(later).containsExactly(Side.SERVER);
            assertThat(server.addresses()).isEmpty();
        }
    }

    /** What a layer may agree on, such as TLS by ALPN. */
    @Test
    void theIdsOfTheProtocolsThatAreThereAreOfferedTheHighestPriorityFirst() {
        List<List<String>> offered = new ArrayList<>();
        Depot depot = new Depot();
        registry.put("transports", List.of(depot.adopting("depot")));
        registry.put("author", List.of(new Offering("offering", offered)));
        registry.put(
                "protocols",
                List.of(
                        new Fakes.Wire("low", 0, Set.of("z", "a"), false, 4),
                        new Fakes.Wire("high", 10, Set.of("m"), false, 4)));
        Server.Builder builder =
                Server.builder().registry(registry).transport("depot").layer("offering");
        Greeter application = new Greeter() {};
        try (Server server = builder.listen(Depot.address(1), Greeter.class, application).start()) {
            depot.newHandler(1);
            registry.put("plugin", List.of(new Fakes.Wire("new", 5, Set.of("p"), false, 4)));
            depot.newHandler(1);
            registry.remove("plugin");
            depot.newHandler(1);
            assertThat(server.addresses()).hasSize(1);
        }

        assertThat(offered)
                .containsExactly(
                        List.of("m", "a", "z"),
                        List.of("m", "p", "a", "z"),
                        List.of("m", "a", "z"));
    }

    private record Offering(String name, List<List<String>> offered) implements Layer {
        @Override
        public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
            offered.add(context.applicationProtocols());
            return above;
        }
    }

    @Test
    void aConnectThatALayerRefusesFailsLikeAnyOther() {
        registry.put("author", List.of(new Refusing("refusing")));
        try (Client<Greeter> client = Client.builder(Greeter.class).registry(registry).open()) {
            ClientContext context = ((Opened) client.api()).context().through("refusing");

            assertThat(context.connect(ConnectTarget.to("localhost", 1), new Fakes.Handler("h")))
                    .isCompletedExceptionally();
            verify(engine, never()).connect(any(), any());
        }
    }

    @Test
    void aConnectThroughALayerThatIsGoneFailsLikeAnyOther() {
        registry.put("author", List.of(new Certified("other", prepared)));
        try (Client<Greeter> client = Client.builder(Greeter.class).registry(registry).open()) {
            ClientContext context = ((Opened) client.api()).context().through("other");
            registry.remove("author");

            assertThat(context.connect(ConnectTarget.to("localhost", 1), new Fakes.Handler("h")))
                    .isCompletedExceptionally();
        }
    }
}
