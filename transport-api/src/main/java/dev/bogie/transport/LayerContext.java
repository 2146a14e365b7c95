package dev.bogie.transport;

import java.net.SocketAddress;
import java.util.List;
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
     * What may be spoken above, for a layer that agrees on it with the peer, and then answers
     * {@link Info#ALPN}.
     *
     * @return ALPN ids (RFC 7301), the preferred first; empty if nothing is to be agreed on
     */
    default List<String> applicationProtocols() {
        return List.of();
    }

    /**
     * Until when the handler above must be open, on the clock of {@link Connection#nanoTime}: a
     * connect's time-out. It is for the layer to set a {@link Connection#deadline}, and to refuse.
     *
     * @return a time, or {@link Long#MAX_VALUE} if there is no limit but the layer's own
     */
    default long openBy() {
        return Long.MAX_VALUE;
    }

    /**
     * Tells that the handler above will never be opened: the connection ended before the layer was
     * ready. Called at most once, instead of {@code opened}, on the connection's driver: mostly
     * from {@link ConnectionHandler#closed}, with what that was told; by a layer that knows better,
     * such as the alert of a handshake, before it closes the connection below. A client's connect
     * fails with the cause; a server logs it, unless the connection {@linkplain Closed.Finished
     * finished}, which is no fault of anybody's. A layer that opens at once need not care.
     *
     * @param below the connection that the layer was opened with, to be asked for its facts
     * @param how the cause
     */
    default void refused(Connection below, Closed how) {}

    /**
     * The settings in force.
     *
     * @return immutable settings
     */
    Settings settings();

    /**
     * Where a layer's threads come from. Who only wants to block for a moment lends instead ({@link
     * Connection#lend}).
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
