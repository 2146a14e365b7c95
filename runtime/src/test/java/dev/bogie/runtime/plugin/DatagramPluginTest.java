package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/** A plugin whose protocol is one of datagrams, and a plain socket that asks it. */
class DatagramPluginTest {
    private static final Supplier<String> APPLICATION = () -> "there";
    private static final String SOURCE =
            """
            package org.example.tell;

            import dev.bogie.transport.*;
            import java.net.SocketAddress;
            import java.nio.ByteBuffer;
            import java.util.function.Supplier;

            public final class Tell implements DatagramProtocol<Supplier> {
                public String name() { return "tell"; }
                public Class<Supplier> contract() { return Supplier.class; }
                public DatagramHandler serveDatagrams(Supplier application, ProtocolContext c) {
                    return new Handler("VERSION " + application.get());
                }
                private static final class Handler implements DatagramHandler {
                    private final String answer;
                    private DatagramPort port;
                    Handler(String answer) { this.answer = answer; }
                    public void opened(DatagramPort p) { port = p; }
                    public void received(ByteBuffer in, SocketAddress from) {
                        port.send(ByteBuffer.wrap(answer.getBytes()), from);
                    }
                }
            }
            """;

    private final Registry registry = Registry.installed();
    private final Server server = Server.builder().registry(registry).transport("nio").start();
    private final Plugins plugins = Plugins.builder(registry).open();
    private final Loaders loaders = new Loaders();
    private DatagramSocket client;
    private SocketAddress address;

    @TempDir private Path temporary;

    @BeforeEach
    void binds() throws IOException {
        client = new DatagramSocket(anyPort());
        client.setSoTimeout(Math.toIntExact(Patience.limit().toMillis()));
        install("1.0");
        address = server.datagrams().bind(anyPort(), Supplier.class, APPLICATION);
    }

    @AfterEach
    void close() {
        client.close();
        plugins.close();
        server.close();
    }

    @Test
    void theClassLoaderOfAReplacedVersionIsCollectedThoughThePortStaysOpen() throws Exception {
        assertThat(answer()).isEqualTo("1.0 there");
        loaders.noteThatOf(registry, "tell");

        install("2.0");

        assertThat(answer()).isEqualTo("2.0 there");
        loaders.awaitCollected(1);
    }

    @Test
    void theClassLoaderOfARemovedPluginIsCollectedThoughThePortStaysOpen() throws Exception {
        assertThat(answer()).isEqualTo("1.0 there");
        loaders.noteThatOf(registry, "tell");

        plugins.remove("tell");

        loaders.awaitCollected(1);
        assertThat(plugins.all()).isEmpty();
        assertThat(server.datagrams().addresses()).containsExactly(address);
    }

    /** A version is not told to have ended while its handler may still be called. */
    @Test
    void aPortIsOneOfThePluginsConnections() throws Exception {
        assertThat(answer()).isEqualTo("1.0 there");

        assertThat(plugins.all()).singleElement().extracting(Plugin::connections).isEqualTo(1);
    }

    private void install(String version) throws IOException {
        Path jar =
                SourceModule.named("org.example.tell", temporary)
                        .version(version)
                        .with("provides dev.bogie.transport.Protocol with org.example.tell.Tell;")
                        .type("org.example.tell.Tell", SOURCE.replace("VERSION", version))
                        .jar();
        Path file = temporary.resolve("tell.jar");
        Files.copy(jar, file, StandardCopyOption.REPLACE_EXISTING);
        plugins.install(file);
    }

    private static SocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private String answer() throws IOException {
        client.send(new DatagramPacket(new byte[] {'?'}, 1, address));
        DatagramPacket answer = new DatagramPacket(new byte[20], 20);
        client.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }
}
