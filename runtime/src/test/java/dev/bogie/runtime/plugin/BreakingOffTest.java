package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** What of a plugin does not end within its time. */
class BreakingOffTest {
    @TempDir private Path temporary;

    @Test
    void whatIsStillInProgressWhenTheTimeIsOverIsBrokenOffBeforeTheEnd() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("plugins"));
        Path jar = directory.resolve("greet.jar");
        Endless endless = new Endless();
        Settings settings = Settings.defaults().with(Server.DRAIN_TIME, Duration.ofMillis(1));
        try (Plugins plugins =
                Plugins.builder(Registry.installed())
                        .directory(directory)
                        .watched(false)
                        .settings(settings)
                        .activation(brought -> endless)
                        .open()) {
            Files.copy(Greeting.jar("1.0", temporary), jar);
            plugins.scan();
            plugins.scan();
            Files.delete(jar);
            plugins.scan();
            plugins.scan();

            Patience.await(endless.closed);
        }
        assertThat(endless.told)
                .containsExactly(
                        "enter",
                        "leave",
                        "draining",
                        "abort: plugin greet is gone, and its time to drain is over",
                        "close");
    }

    @Test
    void whatHangsAsItIsToldToEndHoldsUpNeitherTheOthersNorTheEnd() {
        Stuck stuck = new Stuck();
        Endless endless = new Endless();
        LoadedPlugin plugin =
                new LoadedPlugin(
                        new Place("greet", temporary, null),
                        List.of(),
                        ModuleLayer.empty(),
                        Contribution.of("plugin greet", ModuleLayer.empty()),
                        List.of(stuck, endless));
        try {
            Retired retired = Retired.drain(plugin, Duration.ZERO, Duration.ofMillis(1));

            Patience.await(retired.drained());
            Patience.await(stuck.closed);
            Patience.await(endless.closed);
        } finally {
            stuck.gate.countDown();
        }
    }

    /** Does not return, and fails to say whether it is busy. */
    private static final class Stuck implements Activation.Active {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void draining(Duration grace) {
            pass();
        }

        @Override
        public boolean isBusy() {
            throw new AssertionError("who knows");
        }

        @Override
        public void close() {
            closed.countDown();
            pass();
        }

        /** Interrupts do not help. */
        private void pass() {
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    boolean unused = Thread.interrupted();
                }
            }
        }
    }

    /** Is busy until it is broken off. */
    private static final class Endless implements Activation.Active {
        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean busy = true;

        @Override
        public void enter() {
            told.add("enter");
        }

        @Override
        public void leave() {
            told.add("leave");
        }

        @Override
        public void draining(Duration grace) {
            told.add("draining");
        }

        @Override
        public boolean isBusy() {
            return busy;
        }

        @Override
        public void abort(String reason) {
            told.add("abort: " + reason);
            busy = false;
        }

        @Override
        public void close() {
            told.add("close");
            closed.countDown();
        }
    }
}
