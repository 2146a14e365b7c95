package org.example.nio2;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is there in an engine, and once it closes, what became of them. Thread-safe; calls nobody
 * while it holds its lock.
 */
final class Roster {
    private final Runnable empty;

    private final Set<Nio2Stream> streams = new HashSet<>();
    private final Set<Nio2Listener> listeners = new HashSet<>();
    private final Set<Nio2Connector> connectors = new HashSet<>();
    private boolean closing;
    private boolean told;
    private Engine.Drained drained = Engine.Drained.NOTHING;

    /**
     * Nobody is there.
     *
     * @param empty run once, when it is closing and the last has gone
     */
    Roster(Runnable empty) {
        this.empty = empty;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** Enters a connection; false if it is closing. */
    synchronized boolean add(Nio2Stream stream) {
        return !closing && streams.add(stream);
    }

    /** Enters a listener; false if it is closing. */
    synchronized boolean add(Nio2Listener listener) {
        return !closing && listeners.add(listener);
    }

    /** Enters a connector; false if it is closing. */
    synchronized boolean add(Nio2Connector connector) {
        return !closing && connectors.add(connector);
    }

    /** A connection has gone; counts the first time. */
    void remove(Nio2Stream stream, Closed how) {
        synchronized (this) {
            if (streams.remove(stream) && closing) {
                drained = drained.plus(how);
            }
        }
        tellIfEmpty();
    }

    /** A listener has gone. */
    void remove(Nio2Listener listener) {
        synchronized (this) {
            listeners.remove(listener);
        }
        tellIfEmpty();
    }

    /** A connector has made its connection, or has failed. */
    void remove(Nio2Connector connector) {
        synchronized (this) {
            connectors.remove(connector);
        }
        tellIfEmpty();
    }

    /** Nobody enters from now on; {@link #tellIfEmpty} must follow. */
    synchronized void close() {
        closing = true;
    }

    void tellIfEmpty() {
        synchronized (this) {
            boolean last = streams.isEmpty() && listeners.isEmpty() && connectors.isEmpty();
            if (!last || !closing || told) {
                return;
            }
            told = true;
        }
        empty.run();
    }

    synchronized List<Nio2Stream> streams() {
        return List.copyOf(streams);
    }

    synchronized List<Nio2Listener> listeners() {
        return List.copyOf(listeners);
    }

    synchronized List<Nio2Connector> connectors() {
        return List.copyOf(connectors);
    }

    /** What became of the connections that were there when it began to close. */
    synchronized Engine.Drained drained() {
        return drained;
    }
}
