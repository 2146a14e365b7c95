package dev.bogie.transport;

/**
 * A protocol's client side.
 *
 * @param <C> what a user calls
 */
public interface ClientProtocol<C> extends Protocol<C> {

    /**
     * Opens a client. Opens no connection yet.
     *
     * @param context how to connect; the client may keep it
     * @return the client, thread-safe unless {@code C} says otherwise; if it is {@link
     *     AutoCloseable}, whoever opened it closes it, which ends its connections
     */
    C open(ClientContext context);
}
