package dev.bogie.runtime.plugin;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A version that is out of service. What it began comes to an end, or is broken off when the grace
 * is over; after that nothing here keeps its classes, and that they were unloaded can be seen.
 */
final class Retired {
    /** How often it is looked whether all has ended. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    /** How long what was broken off has to be told of it. */
    private static final Duration LAST = Duration.ofSeconds(1);

    /** However short the grace is, a plugin must have a chance to hear of it. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Duration limit;
    private final Plugin last;
    private final WeakReference<ModuleLayer> layer;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable LoadedPlugin plugin;

    private Retired(LoadedPlugin plugin, Duration limit) {
        this.limit = limit;
        this.plugin = plugin;
        Plugin was = plugin.status(Plugin.State.DRAINED);
        this.last = new Plugin(was.name(), was.files(), was.modules(), was.state(), 0);
        this.layer = new WeakReference<>(plugin.layer());
    }

    /**
     * Lets a version that has left the registry come to its end.
     *
     * @param grace how long what it began has
     * @param limit how long its own code is waited for, each time that it is told something
     */
    static Retired drain(LoadedPlugin plugin, Duration grace, Duration limit) {
        Retired retired = new Retired(plugin, limit);
        Thread.ofVirtual()
                .name("bogie-plugin-drain-" + plugin.name())
                .inheritInheritableThreadLocals(false)
                .start(() -> retired.drain(grace));
        return retired;
    }

    private void drain(Duration grace) {
        try {
            end(grace);
        } finally {
            plugin = null;
            drained.complete(null);
        }
    }

    private void end(Duration grace) {
        LoadedPlugin ending = plugin;
        if (ending == null) {
            return;
        }
        long begin = System.nanoTime();
        ending.contribution().drain(grace);
        ending.tell(shorter(longer(grace, LEAST), limit), active -> active.draining(grace));
        if (!awaitEnd(ending, begin, grace)) {
            String reason = "plugin " + ending.name() + " is gone, and its time to drain is over";
            ending.contribution().abort(reason);
            ending.tell(limit, active -> active.abort(reason));
            awaitEnd(ending, System.nanoTime(), LAST);
        }
        ending.tell(limit, Activation.Active::close);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static boolean awaitEnd(LoadedPlugin ending, long begin, Duration within) {
        long nanos = within.toNanos();
        while (ending.isBusy()) {
            if (System.nanoTime() - begin >= nanos) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Completes when nothing of it runs any more. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Whether the virtual machine has unloaded it. */
    boolean isUnloaded() {
        return layer.refersTo(null);
    }

    Plugin status() {
        LoadedPlugin draining = plugin;
        return draining == null ? last : draining.status(Plugin.State.DRAINING);
    }

    static List<Plugin> statuses(List<Retired> retired) {
        return retired.stream().filter(r -> !r.isUnloaded()).map(Retired::status).toList();
    }
}
