package dev.bogie.transport;

import java.net.SocketAddress;
import java.util.Optional;

/** What a layer is given for one connection. Thread-safe. */
public interface LayerContext {

    /** The two sides of a connection. */
    enum Side {
        /** This side accepted the connection. */
        SERVER,
        /** This side opened it. */
        CLIENT
    }

    /**
     * Which side this is.
     *
     * @return the side
     */
    Side side();

    /**
     * Whom a client meant to reach, unresolved if it was given by name.
     *
     * @return the target's address; empty on a server
     */
    Optional<SocketAddress> target();

    /**
     * The settings in force.
     *
     * @return immutable settings
     */
    Settings settings();

    /**
     * Where a layer's threads come from.
     *
     * @return a thread-safe source
     */
    Threads threads();

    /**
     * Where a layer's buffers come from.
     *
     * @return a thread-safe pool
     */
    BufferPool buffers();
}
