package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** What a plugin has started when nobody waits for it any more: it is closed, and leaves memory. */
class LateStartTest {
    /** Where a plugin's own code finds what it waits for, and leaves its class loader. */
    private static final String GATE = "dev.bogie.test.gate";

    private static final String LOADER = "dev.bogie.test.loader";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Loaders loaders = new Loaders();

    @TempDir private Path temporary;
    private PluginRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new PluginRig(temporary);
        System.getProperties().put(GATE, gate);
    }

    @AfterEach
    void nothingElseIsHurt() {
        gate.countDown();
        System.getProperties().remove(GATE);
        System.getProperties().remove(LOADER);
        rig.close();
    }

    @Test
    void whatIsMadeReadyTooLateIsClosed() throws Exception {
        AtomicBoolean reached = new AtomicBoolean();
        hang(
                rig.protocol("").jar(),
                reached::get,
                plugins ->
                        plugins.activation(
                                brought -> {
                                    if (reached.compareAndSet(false, true)) {
                                        loaders.noteThatOf(
                                                brought.protocols().getFirst().service());
                                    }
                                    pass(gate);
                                    return () -> closed.complete(null);
                                }));
        assertThat(closed).isNotDone();

        gate.countDown();

        Patience.await(closed);
        loaders.awaitCollected(1);
    }

    @Test
    void whatWasReadyBeforeAnotherPartHungIsClosedAtOnce() {
        AtomicBoolean reached = new AtomicBoolean();
        hang(
                rig.protocol("").jar(),
                reached::get,
                plugins ->
                        plugins.activation(brought -> () -> closed.complete(null))
                                .activation(
                                        brought -> {
                                            reached.set(true);
                                            pass(gate);
                                            throw new IllegalStateException("nobody hears this");
                                        }));

        assertThat(closed).isDone();
    }

    @Test
    void aConstructorThatReturnsTooLateLeavesNothingBehind() {
        String constructor =
                """
                public P() {
                    System.getProperties().put("LOADER",
                            new java.lang.ref.WeakReference<>(getClass().getClassLoader()));
                    boolean passed = false;
                    while (!passed) {
                        try {
                            ((java.util.concurrent.CountDownLatch)
                                    System.getProperties().get("GATE")).await();
                            passed = true;
                        } catch (InterruptedException e) {}
                    }
                }
                """;
        hang(
                rig.protocol(constructor.replace("LOADER", LOADER).replace("GATE", GATE)).jar(),
                () -> System.getProperties().containsKey(LOADER),
                plugins -> plugins);

        gate.countDown();

        long until = System.nanoTime() + Patience.limit().toNanos();
        while (System.getProperties().get(LOADER) instanceof WeakReference<?> loader
                && !loader.refersTo(null)) {
            System.gc();
            assertThat(System.nanoTime() - until).as("still in memory").isNegative();
        }
    }

    /** Installs with a limit that grows until it is the place to be tested that exceeds it. */
    private void hang(
            Path jar, BooleanSupplier reached, UnaryOperator<Plugins.Builder> activations) {
        for (Duration limit = Duration.ofMillis(50);
                !reached.getAsBoolean();
                limit = limit.multipliedBy(2)) {
            Settings settings = Settings.defaults().with(RuntimeSettings.PLUGIN_START_TIME, limit);
            Plugins.Builder builder = Plugins.builder(rig.registry()).settings(settings);
            try (Plugins plugins = activations.apply(builder).open()) {
                assertThatThrownBy(() -> plugins.install(jar))
                        .isInstanceOfSatisfying(
                                PluginException.class,
                                e ->
                                        assertThat(e.problem())
                                                .isInstanceOf(PluginProblem.Hanging.class));
            }
        }
    }

    /** Interrupts do not help. */
    private static void pass(CountDownLatch gate) {
        boolean passed = false;
        while (!passed) {
            try {
                gate.await();
                passed = true;
            } catch (InterruptedException e) {
                boolean unused = Thread.interrupted();
            }
        }
    }
}
