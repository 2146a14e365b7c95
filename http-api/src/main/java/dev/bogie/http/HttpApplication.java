package dev.bogie.http;

import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;

import java.time.Duration;
import java.util.List;

/**
 * A named application, found as a service, that a server can serve by its name: what {@code bogie
 * demo} starts. Its constructor does nothing.
 */
public interface HttpApplication {
    /** {@return its name} lower-case words with dashes, unique among all that are installed. */
    String name();

    /** {@return what it is, in one line for people} */
    String description();

    /**
     * The settings that this application reads, so that they can be listed and checked.
     *
     * @return an immutable list, the same at each call
     */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Makes the application ready. Called once for each server that serves it; the result is closed
     * when that server has stopped.
     *
     * @param context lives as long as the result
     * @return the application, ready to answer
     * @throws Exception the server does not start; the message tells an operator why
     */
    Running start(Context context) throws Exception;

    /** An application that is being served. */
    interface Running extends AutoCloseable {
        /** {@return what answers; the same one at each call} */
        HttpHandler handler();

        /**
         * The server has stopped taking new connections and lets those that are open come to an
         * end: a good moment to end what would go on for ever. Must not wait.
         *
         * @param grace how long they have
         */
        default void draining(Duration grace) {}

        /** The last exchange has ended; releases what the application holds. */
        @Override
        default void close() {}

        /**
         * {@return an application that is no more than its handler}
         *
         * @param handler what answers
         */
        static Running of(HttpHandler handler) {
            return () -> handler;
        }
    }

    /** What an application is given by the server that serves it. */
    interface Context {
        /** {@return settings, threads and the other protocols that are installed} */
        ProtocolContext protocols();

        /**
         * Offers something of this application to protocols beside HTTP, such as a chat room to
         * IRC: who serves that contract on bytes, at a port of its own, serves this from now on, be
         * it installed or yet to come. Where nothing listens beside HTTP, nothing happens. It need
         * not be taken back: it goes when the application does, that of a plugin with the plugin,
         * and connections that are open then go on. Any thread.
         *
         * @param contract what is offered, an interface that both sides know
         * @param offered shared by all connections
         * @param <A> the contract
         * @throws IllegalStateException when the application or its server has been taken out of
         *     service
         */
        default <A> void offer(Class<A> contract, A offered) {}

        /**
         * {@return the name of the transport that carries the server, such as {@code nio}} Each
         * call answers for its own moment: a server may go over to another. What carries a request
         * is told by {@link dev.bogie.transport.Info#TRANSPORT} of its exchange.
         */
        String transport();
    }
}
