package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;

/** That a version which is out of service leaves nothing behind. */
class PluginUnloadTest {
    private static final int REPLACEMENTS = 50;
    private static final int CALLERS = 4;
    private static final Supplier<String> APPLICATION = () -> "there";

    private final Registry registry = Registry.installed();
    private final Server server = Server.builder().registry(registry).transport("nio").start();
    private final Plugins plugins = Plugins.builder(registry).open();
    private final Loaders loaders = new Loaders();

    @TempDir private Path temporary;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theClassLoaderOfAReplacedVersionIsCollected() throws Exception {
        install(Greeting.jar("1.0", temporary));
        SocketAddress address = listen();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("1.0 there");
            loaders.noteThatOf(registry, "greet");
            install(Greeting.jar("2.0", temporary));

            assertThat(caller.line()).isEqualTo("bye 1.0");
            assertThat(caller.line()).isEqualTo("the end");
        }
        loaders.awaitCollected(1);
        assertThat(plugins.all())
                .extracting(Plugin::state)
                .containsExactly(Plugin.State.IN_SERVICE);
    }

    @Test
    void theClassLoaderOfARemovedPluginIsCollectedThoughTheServerGoesOnListening()
            throws Exception {
        install(Greeting.jar("1.0", temporary));
        SocketAddress address = listen();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("1.0 there");
        }
        loaders.noteThatOf(registry, "greet");
        plugins.remove("greet");

        loaders.awaitCollected(1);
        assertThat(plugins.all()).isEmpty();
    }

    @Test
    void theClassLoaderOfARefusedVersionIsCollected() throws Exception {
        try (Plugins refusing =
                Plugins.builder(registry)
                        .activation(
                                brought -> {
                                    loaders.noteThatOf(brought.protocols().getFirst().service());
                                    throw new IllegalStateException("no luck");
                                })
                        .open()) {
            Path jar = Greeting.jar("1.0", temporary);
            assertThatThrownBy(() -> refusing.install(jar))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContaining("no luck");
        }
        loaders.awaitCollected(1);
    }

    @Test
    void fiftyReplacementsUnderLoadDisturbNobodyAndLeakNothing() throws Exception {
        Path[] jars = {Greeting.jar("1.0", temporary), Greeting.jar("2.0", temporary)};
        install(jars[0]);
        SocketAddress address = listen();
        Phaser rounds = new Phaser(1);
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            boolean isLasting = i % 2 == 0;
            rounds.register();
            CompletableFuture<Void> done = new CompletableFuture<>();
            load.add(done);
            Thread.ofVirtual().start(() -> call(address, isLasting, rounds, done));
        }
        for (int i = 1; i <= REPLACEMENTS; i++) {
            rounds.arriveAndAwaitAdvance(); // each caller has been served since the last one
            loaders.noteThatOf(registry, "greet");
            install(jars[i % 2]);
        }
        rounds.forceTermination();
        load.forEach(Patience::await);

        loaders.awaitCollected(REPLACEMENTS);
        assertThat(plugins.all()).hasSize(1);
        assertThat(plugins.problems()).isEmpty();
    }

    /** Calls until the rounds are over: once for each round at least. */
    private static void call(
            SocketAddress address, boolean isLasting, Phaser rounds, CompletableFuture<Void> done) {
        try {
            while (!rounds.isTerminated()) {
                try (Caller caller = new Caller(address)) {
                    assertThat(caller.line()).isIn("1.0 there", "2.0 there");
                    do {
                        caller.say("hello");
                        String answer = caller.line();
                        if (answer.startsWith("bye")) {
                            assertThat(caller.line()).isEqualTo("the end");
                            break;
                        }
                        assertThat(answer).isEqualTo("hello");
                        rounds.arriveAndAwaitAdvance();
                    } while (isLasting && !rounds.isTerminated());
                }
            }
            done.complete(null);
        } catch (Throwable e) { // told to who waits
            rounds.forceTermination();
            done.completeExceptionally(e);
        }
    }

    private void install(Path jar) throws IOException {
        Path file = temporary.resolve("greet.jar");
        Files.copy(jar, file, StandardCopyOption.REPLACE_EXISTING);
        plugins.install(file);
    }

    private SocketAddress listen() {
        return server.listen(new InetSocketAddress("127.0.0.1", 0), Supplier.class, APPLICATION);
    }
}
