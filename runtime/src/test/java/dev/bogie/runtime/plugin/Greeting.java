package dev.bogie.runtime.plugin;

import java.nio.file.Path;

/**
 * A plugin of one protocol, {@code greet}: it says its version and what the application supplies,
 * echoes what it gets, and says good-bye when it drains.
 */
final class Greeting {
    private static final String SOURCE =
            """
            package org.example.greet;

            import dev.bogie.transport.Connection;
            import dev.bogie.transport.ConnectionHandler;
            import dev.bogie.transport.ConnectionProtocol;
            import dev.bogie.transport.ProtocolContext;
            import dev.bogie.transport.Settings;
            import java.nio.ByteBuffer;
            import java.util.OptionalInt;
            import java.util.function.Supplier;

            public final class Greet implements ConnectionProtocol<Supplier> {
                public String name() { return "greet"; }
                public Class<Supplier> contract() { return Supplier.class; }
                public OptionalInt port(Settings settings) { return OptionalInt.of(0); }
                public ConnectionHandler serve(Supplier application, ProtocolContext context) {
                    return new Handler(application);
                }
                private static final class Handler implements ConnectionHandler {
                    private final Supplier application;
                    private Connection connection;
                    Handler(Supplier application) { this.application = application; }
                    public void opened(Connection c) {
                        connection = c;
                        say("VERSION " + application.get() + "\\n");
                    }
                    public void received(ByteBuffer in) { connection.write(in, null); }
                    public void draining(long until) { say("bye VERSION\\n"); connection.close(); }
                    private void say(String text) {
                        connection.write(ByteBuffer.wrap(text.getBytes()), null);
                    }
                }
            }
            """;

    private Greeting() {}

    /** The module, not yet compiled. */
    static SourceModule module(String version, Path temporary) {
        return SourceModule.named("org.example.greet", temporary)
                .version(version)
                .with("provides dev.bogie.transport.Protocol with org.example.greet.Greet;")
                .type("org.example.greet.Greet", SOURCE.replace("VERSION", version));
    }

    /** A jar of it. */
    static Path jar(String version, Path temporary) {
        return module(version, temporary).jar();
    }
}
