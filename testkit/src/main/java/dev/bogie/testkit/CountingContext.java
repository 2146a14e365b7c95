package dev.bogie.testkit;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A context that counts what a transport takes: threads that live, buffers that are out. A buffer
 * that comes back is overwritten, so that who goes on using it reads nonsense; one that comes back
 * twice, or was never taken, is an error where it happens. Thread-safe.
 */
public final class CountingContext implements TransportContext {
    private final Settings settings;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Not held: a virtual thread that has ended still holds what it ran. */
    private final Set<Thread> ended =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Set<ByteBuffer> out = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final Buffers buffers = new Buffers();

    /**
     * A context with nothing out.
     *
     * @param settings what {@link #settings} answers
     */
    public CountingContext(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Threads threads() {
        return this::start;
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    /**
     * The threads that were started here and have not ended.
     *
     * @return a copy
     */
    public List<Thread> liveThreads() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    /**
     * Whether a thread was started here, be it alive or not.
     *
     * @param thread which
     * @return true if it is one of ours
     */
    public boolean started(Thread thread) {
        return threads.contains(thread) || ended.contains(thread);
    }

    /** Waits until all threads have ended. */
    public void awaitNoThreads() {
        threads.forEach(Patience::join);
    }

    /**
     * How many buffers are out.
     *
     * @return taken and not given back
     */
    public int buffersOut() {
        synchronized (out) {
            return out.size();
        }
    }

    private Thread start(Threads.Kind kind, String name, Runnable body) {
        Thread.Builder builder =
                switch (kind) {
                    case PLATFORM -> Thread.ofPlatform().daemon();
                    case VIRTUAL -> Thread.ofVirtual();
                };
        Thread thread = builder.name(name).unstarted(() -> run(body));
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void run(Runnable body) {
        try {
            body.run();
        } finally {
            ended.add(Thread.currentThread());
            threads.remove(Thread.currentThread());
        }
    }

    private final class Buffers implements BufferPool {
        @Override
        public ByteBuffer take(int atLeast) {
            synchronized (out) {
                ByteBuffer buffer = atLeast <= ChunkPool.CHUNK ? free.poll() : null;
                if (buffer == null) {
                    buffer = ByteBuffer.allocateDirect(Math.max(atLeast, ChunkPool.CHUNK));
                }
                out.add(buffer);
                return buffer.clear();
            }
        }

        @Override
        public void give(ByteBuffer buffer) {
            synchronized (out) {
                if (!out.remove(buffer)) {
                    throw new IllegalStateException(
                            "given back twice, or never taken here: " + buffer);
                }
                Poison.fill(buffer);
                if (buffer.capacity() == ChunkPool.CHUNK) {
                    free.add(buffer);
                }
            }
        }
    }
}
