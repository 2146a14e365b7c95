package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A running server with a plugin that must not be hurt, and a directory for bad ones. */
final class PluginRig implements AutoCloseable {
    private static final Supplier<String> APPLICATION = () -> "there";
    private static final String PROVIDES = "provides dev.bogie.transport.Protocol with bad.P;";

    private final Registry registry = Registry.installed();
    private final Server server = Server.builder().registry(registry).transport("nio").start();
    private final Path temporary;
    private final SocketAddress address;
    private Path directory;
    private Plugins plugins;

    PluginRig(Path temporary) throws IOException {
        this.temporary = temporary;
        this.directory = Files.createDirectory(temporary.resolve("plugins"));
        put(Greeting.jar("1.0", temporary), "greet.jar");
        plugins = Plugins.builder(registry).directory(directory).watched(false).open();
        address = server.listen(new InetSocketAddress("127.0.0.1", 0), Supplier.class, APPLICATION);
    }

    /** From now on with plugins of another directory, which are told this. */
    void reopen(UnaryOperator<Plugins.Builder> choices) throws IOException {
        plugins.close();
        directory = Files.createDirectory(temporary.resolve("more"));
        Plugins.Builder builder = Plugins.builder(registry).directory(directory).watched(false);
        plugins = choices.apply(builder).open();
    }

    Registry registry() {
        return registry;
    }

    Path temporary() {
        return temporary;
    }

    Path directory() {
        return directory;
    }

    Plugins plugins() {
        return plugins;
    }

    void put(Path jar, String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.copy(jar, file);
    }

    /** Looks as often as it takes to settle, and sees one problem of that type, in one line. */
    void expect(Class<? extends PluginProblem> type, String text) {
        plugins.scan();
        plugins.scan();

        assertThat(plugins.problems()).singleElement().isInstanceOf(type);
        assertThat(plugins.problems().getFirst().line())
                .contains(text)
                .startsWith("plugin")
                .doesNotContain("\n");
    }

    /** Sees that the plugin that was there first serves as before. */
    @Override
    public void close() {
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("1.0 there");
        }
        plugins.close();
        server.close();
    }

    /** A module with a protocol named "bad", and with what is wrong with it. */
    SourceModule protocol(String wrong) {
        return SourceModule.named("org.example.bad", temporary)
                .with(PROVIDES)
                .type("bad.P", source(wrong));
    }

    static String source(String wrong) {
        return """
        package bad;
        public class P implements dev.bogie.transport.Protocol<java.util.function.Consumer> {
            public String name() { return "bad"; }
            public Class<java.util.function.Consumer> contract() {
                return java.util.function.Consumer.class;
            }
            WRONG
        }
        """
                .replace("WRONG", wrong);
    }

    /** A jar with a protocol of that name on the bytes of what the server listens for. */
    Path onBytes(String name) {
        String source =
                """
                package bad;
                import dev.bogie.transport.*;
                import java.util.function.Supplier;
                public class P implements ConnectionProtocol<Supplier> {
                    public String name() { return "NAME"; }
                    public Class<Supplier> contract() { return Supplier.class; }
                    public ConnectionHandler serve(Supplier application, ProtocolContext context) {
                        throw new AssertionError();
                    }
                }
                """;
        return SourceModule.named("org.example.bad", temporary)
                .with(PROVIDES)
                .type("bad.P", source.replace("NAME", name))
                .jar();
    }

    static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** The version of the contracts that is here. */
    static String version() {
        return Transport.class.getModule().getDescriptor().rawVersion().orElseThrow();
    }
}
