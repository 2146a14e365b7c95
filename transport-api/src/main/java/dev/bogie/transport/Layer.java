package dev.bogie.transport;

import java.util.List;

/**
 * What stands between a transport and a protocol: handler to what is below, connection to what is
 * above (TLS, PROXY protocol, a recorder). Found as a service; a provider is like that of {@link
 * Protocol}. Neither neighbour can tell that it is there, but by asking for {@link Info}.
 *
 * <p>What a layer gives to the handler above must keep the whole contract of {@link Connection};
 * {@link dev.bogie.transport.support.StreamConnection} does that over a port that reads and writes
 * the connection below.
 *
 * <p>A layer opens the handler above when it is ready: at once, or after it has spoken with the
 * peer. If the connection ends before, the handler above gets no call at all, and {@link
 * LayerContext#refused} is told the cause.
 */
public interface Layer {

    /**
     * The layer's name.
     *
     * @return lower-case letters, digits and dashes, beginning with a letter
     */
    String name();

    /**
     * The settings that this layer reads.
     *
     * @return an immutable list, the same at each call
     */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Makes this layer ready for one server or one client: the place to read what its settings
     * name, and to say what is wrong with that while somebody is there who can put it right.
     * Whoever puts a server or a client together calls it before anything is listened on or opened,
     * and before the first {@link #wrap} with these settings; a client that comes to a layer by an
     * address calls it then. Never called on a driver: it may block for a moment.
     *
     * <p>May be called again for the same side and settings, by any thread: as whenever what is
     * installed changes. It is quick then.
     *
     * @param side which side
     * @param context the settings in force, which {@link #wrap} will be given too
     * @throws Exception if connections could not be had with these settings: the server or client
     *     does not start. The message is one line for people: what is wrong, where, what to do
     */
    default void prepare(LayerContext.Side side, TransportContext context) throws Exception {}

    /**
     * Wraps a handler.
     *
     * @param above the handler above, new: it has not been {@code opened}
     * @param context which side this is, and whom it talks to
     * @return the handler for the connection below
     */
    ConnectionHandler wrap(ConnectionHandler above, LayerContext context);
}
