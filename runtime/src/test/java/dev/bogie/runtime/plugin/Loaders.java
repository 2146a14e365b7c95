package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Registry;
import dev.bogie.testkit.Patience;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** Class loaders of plugins that are to be collected. One thread's. */
final class Loaders {
    private final ReferenceQueue<ClassLoader> unloaded = new ReferenceQueue<>();
    private final Set<PhantomReference<ClassLoader>> noted = new HashSet<>();

    /** Notes the one that a provider was loaded by. */
    void noteThatOf(Object provider) {
        noted.add(new PhantomReference<>(provider.getClass().getClassLoader(), unloaded));
    }

    /** The same, of the protocol that has this name now. */
    void noteThatOf(Registry registry, String protocol) {
        registry.protocols().stream()
                .filter(p -> p.name().equals(protocol))
                .forEach(p -> noteThatOf(p.service()));
    }

    /** Waits until so many more have been collected. */
    void awaitCollected(int count) throws InterruptedException {
        long until = System.nanoTime() + Patience.limit().toNanos();
        for (int collected = 0; collected < count; ) {
            System.gc();
            if (unloaded.remove(50) != null) {
                collected++;
            }
            assertThat(System.nanoTime() - until)
                    .as("%d of %d class loaders were collected", collected, count)
                    .isNegative();
        }
    }
}
