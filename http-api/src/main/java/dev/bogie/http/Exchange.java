package dev.bogie.http;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request and its response on a connection: facts, and word of its end. Bodies and waiting are
 * defined against an exchange, never against a connection, since with HTTP/2 many share one. Safe
 * for any thread.
 */
public interface Exchange {
    /**
     * {@return a fact about the connection, such as {@link Info#REMOTE_ADDRESS}}
     *
     * @param key which fact
     * @param <T> the type of the value
     */
    <T> Optional<T> info(Info<T> key);

    /**
     * {@return the protocol and its version, such as {@code HTTP/1.1}; empty where there is none}
     */
    String protocol();

    /**
     * Asks to be told once when the exchange has ended: {@code Finished} if the whole response was
     * handed to the transport, otherwise why not, as when the client went away. It may be told late
     * while a blocking handler neither reads nor writes. Asked after the end, it is told at once by
     * the calling thread.
     *
     * @param listener must not block; what it throws is logged
     */
    void whenClosed(Consumer<Closed> listener);

    /**
     * Breaks the exchange off, unless it has ended: the client sees that the response is not whole,
     * and those who asked are told as of any end. With HTTP/1 the connection ends with it. Waits
     * for nothing, not for a handler either, which learns it when it next reads or writes.
     *
     * @param reason why, for the log
     */
    void abort(String reason);

    /**
     * {@return the exchange of a request that no protocol has carried} knows nothing, never ends.
     */
    static Exchange detached() {
        return DetachedExchange.INSTANCE;
    }
}
