package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/** What a plugin may bring beside protocols on bytes, in a server that runs. */
class PluginKindsTest {
    private static final Supplier<String> APPLICATION = () -> "there";
    private static final String TRANSPORT =
            """
            package org.example.carrier;

            import dev.bogie.transport.Availability;
            import dev.bogie.transport.Capability;
            import dev.bogie.transport.Engine;
            import dev.bogie.transport.Transport;
            import dev.bogie.transport.TransportContext;
            import java.io.IOException;
            import java.util.ServiceLoader;
            import java.util.Set;

            public final class Carrier implements Transport {
                private final Transport carrying =
                        ServiceLoader.load(ModuleLayer.boot(), Transport.class).stream()
                                .map(ServiceLoader.Provider::get)
                                .filter(transport -> transport.name().equals("nio"))
                                .findFirst()
                                .orElseThrow();
                public String name() { return "carrier"; }
                public int priority() { return -1; }
                public Availability availability(TransportContext context) {
                    return carrying.availability(context);
                }
                public Set<Capability> capabilities() { return carrying.capabilities(); }
                public Engine start(TransportContext context) throws IOException {
                    return carrying.start(context);
                }
            }
            """;
    private static final String LAYER =
            """
            package org.example.prefix;

            import dev.bogie.transport.ConnectionHandler;
            import dev.bogie.transport.Connection;
            import dev.bogie.transport.Layer;
            import dev.bogie.transport.LayerContext;
            import dev.bogie.transport.Setting;
            import dev.bogie.transport.support.PassingHandler;
            import java.nio.ByteBuffer;
            import java.util.List;

            public final class Prefix implements Layer {
                private static final Setting<Long> TIMES =
                        Setting.count("prefix.times", 1, 1, 3, "how often");
                public String name() { return "prefix"; }
                public List<Setting<?>> settings() { return List.of(TIMES); }
                public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
                    String text = "VERSION ".repeat(context.settings().get(TIMES).intValue());
                    return new PassingHandler(above) {
                        public void opened(Connection connection) throws Exception {
                            connection.write(ByteBuffer.wrap(text.getBytes()), null);
                            super.opened(connection);
                        }
                    };
                }
            }
            """;

    private final Registry registry = Registry.installed();
    @TempDir private Path temporary;
    private Path directory;
    private Plugins plugins;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(temporary.resolve("plugins"));
        plugins = Plugins.builder(registry).directory(directory).watched(false).open();
        put(Greeting.jar("1.0", temporary), "greet.jar");
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    @Test
    void aTransportCarriesTheServerFromASwapOnAndOutlivesItsJarThere() throws Exception {
        try (Server server = Server.builder().registry(registry).transport("nio").start()) {
            SocketAddress address = listen(server);
            put(carrier(), "carrier.jar");
            server.swap("carrier").toCompletableFuture().get();

            assertThat(server.transportName()).isEqualTo("carrier");
            greets(address, "1.0 there");
            Files.delete(directory.resolve("carrier.jar"));
            settle();
            greets(address, "1.0 there");
            assertThatThrownBy(() -> server.swap("carrier"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("there is no transport 'carrier'");
            server.swap("nio").toCompletableFuture().get();
            greets(address, "1.0 there");
        }
    }

    @Test
    void aLayerWithItsSettingIsPutUnderAProtocolAndReplacedUnderIt() throws IOException {
        put(prefix("old"), "prefix.jar");
        try (Server server =
                Server.builder()
                        .registry(registry)
                        .transport("nio")
                        .layer("prefix")
                        .set("prefix.times", "2")
                        .start()) {
            SocketAddress address = listen(server);
            try (Caller before = new Caller(address)) {
                assertThat(before.line()).isEqualTo("old old 1.0 there");
                put(prefix("new"), "prefix.jar");

                assertThat(before.line()).as("drained").isEqualTo("bye 1.0");
                greets(address, "new new 1.0 there");
            }
        }
    }

    private static void greets(SocketAddress address, String line) {
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo(line);
        }
    }

    private static SocketAddress listen(Server server) {
        return server.listen(new InetSocketAddress("127.0.0.1", 0), Supplier.class, APPLICATION);
    }

    private Path carrier() {
        return SourceModule.named("org.example.carrier", temporary)
                .with("uses dev.bogie.transport.Transport;")
                .with("provides dev.bogie.transport.Transport with org.example.carrier.Carrier;")
                .type("org.example.carrier.Carrier", TRANSPORT)
                .jar();
    }

    private Path prefix(String version) {
        return SourceModule.named("org.example.prefix", temporary)
                .with("provides dev.bogie.transport.Layer with org.example.prefix.Prefix;")
                .type("org.example.prefix.Prefix", LAYER.replace("VERSION", version))
                .jar();
    }

    private void put(Path jar, String name) throws IOException {
        Files.copy(jar, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        settle();
        assertThat(plugins.problems()).isEmpty();
    }

    /** What two looks find alike has settled. */
    private void settle() {
        plugins.scan();
        plugins.scan();
    }
}
