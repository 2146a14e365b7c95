package dev.bogie.broadcast;

import dev.bogie.transport.Connection;

import java.nio.ByteBuffer;

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
     * An outlet that writes whole buffers to a connection.
     *
     * @param connection whose handler calls {@link Subscription#resume} in {@code writable} and
     *     {@link Subscription#cancel} in {@code closed}
     * @return the outlet
     */
    static Outlet<ByteBuffer> on(Connection connection) {
        return new Outlet<>() {
            @Override
            public boolean execute(Runnable task) {
                return connection.execute(task);
            }

            @Override
            public boolean isWritable() {
                return connection.isWritable();
            }

            @Override
            public void send(ByteBuffer encoded) {
                connection.write(encoded.duplicate(), () -> {});
            }

            @Override
            public void cutOff(String reason) {
                connection.abort(reason);
            }
        };
    }
}
