package dev.bogie.broadcast;

import dev.bogie.transport.Connection;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One subscriber's way out, as a {@link Topic} sees it: mostly a connection or a part of one.
 *
 * @param <E> what it sends
 */
public interface Outlet<E> {

    /**
     * Runs a task as the driver of this outlet; see {@link Connection#execute}. Any thread; never
     * blocks, never runs the task inside this call. A topic has at most one task in flight for each
     * subscriber.
     *
     * @param task calls {@link #isWritable} and {@link #send}
     * @return false if it will not run: the outlet is closed, or too much waits for it
     */
    boolean execute(Runnable task);

    /**
     * Whether more may be sent now. On the driver. After it was false, the outlet's owner calls
     * {@link Subscription#resume} when it has become true again.
     *
     * @return false to be spared
     */
    boolean isWritable();

    /**
     * Sends. On the driver, in the order of the topic.
     *
     * @param encoded shared by all subscribers of its kind: must not be changed, a buffer's
     *     position included
     */
    void send(E encoded);

    /**
     * The subscriber was too slow and has been dropped from the topic: break its connection off, so
     * that it sees that it has missed something. Any thread.
     *
     * @param reason why, in a sentence
     */
    void cutOff(String reason);

    /**
     * An outlet of four methods that its owner has: of an event stream {@code Outlet.of(s::execute,
     * s::isWritable, s::send, s::abort)}, and of a WebSocket likewise.
     *
     * @param driver is {@link #execute}
     * @param writable is {@link #isWritable}
     * @param sender is {@link #send}
     * @param breaker is {@link #cutOff}
     * @param <E> what it sends
     * @return the outlet
     */
    static <E> Outlet<E> of(
            Predicate<Runnable> driver,
            BooleanSupplier writable,
            Consumer<E> sender,
            Consumer<String> breaker) {
        return new Outlet<>() {
            @Override
            public boolean execute(Runnable task) {
                return driver.test(task);
            }

            @Override
            public boolean isWritable() {
                return writable.getAsBoolean();
            }

            @Override
            public void send(E encoded) {
                sender.accept(encoded);
            }

            @Override
            public void cutOff(String reason) {
                breaker.accept(reason);
            }
        };
    }

    /**
     * An outlet that writes whole buffers to a connection.
     *
     * @param connection whose handler calls {@link Subscription#resume} in {@code writable} and
     *     {@link Subscription#cancel} in {@code closed}
     * @return the outlet
     */
    static Outlet<ByteBuffer> on(Connection connection) {
        return of(
                connection::execute,
                connection::isWritable,
                encoded -> connection.write(encoded.duplicate(), () -> {}),
                connection::abort);
    }
}
