package dev.bogie.transport.loom.internal;

import dev.bogie.transport.Engine;
import dev.bogie.transport.RestingConnection;
import dev.bogie.transport.support.StreamConnection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks all connections of an engine to go over to another: each of them once, and each answers
 * once. Thread-safe.
 */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final Engine other;
    private final AtomicInteger unanswered;
    private final AtomicLong gone = new AtomicLong();
    private final CompletableFuture<Long> done = new CompletableFuture<>();

    /** Nobody is asked yet, of so many. */
    Departure(Engine other, int asked) {
        this.other = other;
        this.unanswered = new AtomicInteger(asked);
        if (asked == 0) {
            done.complete(0L);
        }
    }

    /** How many have gone, when all have answered. */
    CompletableFuture<Long> done() {
        return done;
    }

    /**
     * What one connection is asked. Its driver answers, or whoever sees that this will take long.
     */
    final class Question {
        private final AtomicBoolean taken = new AtomicBoolean();

        /** True for who is to answer. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        /** Gives the connection to the other engine; false if it is not at rest or not taken. */
        boolean isAdopted(SocketChannel channel, StreamConnection connection) {
            if (!connection.isAtRest()) {
                return false;
            }
            try {
                other.adopt(new RestingConnection(channel, connection));
                return true;
            } catch (IOException | RuntimeException | Error e) { // the other is somebody else's
                LOG.debug("a connection stays, as it is not adopted", e);
                return false;
            }
        }

        /** To be called by who has taken it. */
        void answer(boolean goes) {
            if (goes) {
                gone.incrementAndGet();
            }
            if (unanswered.decrementAndGet() == 0) {
                done.complete(gone.get());
            }
        }

        /** It stays, unless that has been answered. */
        void stay() {
            if (take()) {
                answer(false);
            }
        }
    }
}
