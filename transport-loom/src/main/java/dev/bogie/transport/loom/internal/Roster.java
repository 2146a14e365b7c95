package dev.bogie.transport.loom.internal;

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

    private final Set<LoomConnection> connections = new HashSet<>();
    private final Set<LoomListener> listeners = new HashSet<>();
    private final Set<LoomConnector> connectors = new HashSet<>();
    private final Set<LoomDatagrams> ports = new HashSet<>();
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
    synchronized boolean add(LoomConnection connection) {
        return !closing && connections.add(connection);
    }

    /** Enters a listener; false if it is closing. */
    synchronized boolean add(LoomListener listener) {
        return !closing && listeners.add(listener);
    }

    /** Enters a port for datagrams; false if it is closing. */
    synchronized boolean add(LoomDatagrams port) {
        return !closing && ports.add(port);
    }

    /** Enters a connector; false if it is closing. */
    synchronized boolean add(LoomConnector connector) {
        return !closing && connectors.add(connector);
    }

    /** A connection has gone; counts the first time. */
    void remove(LoomConnection connection, Closed how) {
        boolean last;
        synchronized (this) {
            if (connections.remove(connection) && closing) {
                drained = drained.plus(how);
            }
            last = takeLast();
        }
        tell(last);
    }

    /** A connection goes on in another engine; {@link #remove} must follow. */
    synchronized void left(LoomConnection connection) {
        connections.remove(connection);
    }

    /** A listener accepts no more. */
    void remove(LoomListener listener) {
        boolean last;
        synchronized (this) {
            listeners.remove(listener);
            last = takeLast();
        }
        tell(last);
    }

    /** A port for datagrams is closed. */
    void remove(LoomDatagrams port) {
        boolean last;
        synchronized (this) {
            ports.remove(port);
            last = takeLast();
        }
        tell(last);
    }

    /** A connector has made its connection, or has failed. */
    void remove(LoomConnector connector) {
        boolean last;
        synchronized (this) {
            connectors.remove(connector);
            last = takeLast();
        }
        tell(last);
    }

    /** Nobody enters from now on; {@link #tellIfEmpty} must follow. */
    synchronized void close() {
        closing = true;
    }

    void tellIfEmpty() {
        boolean last;
        synchronized (this) {
            last = takeLast();
        }
        tell(last);
    }

    synchronized List<LoomConnection> connections() {
        return List.copyOf(connections);
    }

    synchronized List<LoomListener> listeners() {
        return List.copyOf(listeners);
    }

    synchronized List<LoomDatagrams> ports() {
        return List.copyOf(ports);
    }

    synchronized List<LoomConnector> connectors() {
        return List.copyOf(connectors);
    }

    /** What became of the connections that were there when it began to close. */
    synchronized Engine.Drained drained() {
        return drained;
    }

    private boolean takeLast() {
        boolean last =
                closing
                        && !told
                        && connections.isEmpty()
                        && listeners.isEmpty()
                        && connectors.isEmpty()
                        && ports.isEmpty();
        told |= last;
        return last;
    }

    private void tell(boolean last) {
        if (last) {
            empty.run();
        }
    }
}
