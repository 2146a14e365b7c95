package dev.bogie.sse;

import dev.bogie.http.Request;
import dev.bogie.transport.Closed;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One event stream to one client, as a server sends it. Safe for any thread; no method waits. An
 * idle stream costs no thread.
 *
 * <p><b>Sending.</b> Events leave in the order in which they were sent, whole. The result of a send
 * completes when the event has been handed to the transport <em>and</em> there is room for the
 * next, so a sender that waits for it is as fast as the client reads. Who does not wait fills the
 * queue. It is bounded ({@link SseSettings#MAX_QUEUE}, {@link SseSettings#MAX_QUEUED_EVENTS}); if
 * it overflows, the connection is aborted as a slow reader, and the client comes back with the last
 * id that it has seen. Nothing is dropped in silence: what can't be sent completes with a {@link
 * StreamClosedException}, the only exception that a result completes with.
 *
 * <p>What is attached to a result without an executor of its own runs on a virtual thread, never on
 * the thread that drives the connection.
 *
 * <p><b>The end.</b> A client that leaves is found out by its end of the connection, or by the
 * heartbeat: a comment after each {@link SseSettings#HEARTBEAT} without an event. When the server
 * stops, the stream ends in order behind what was sent, so that a browser comes back to the next
 * one.
 *
 * <p><b>Broadcast.</b> An event for many is encoded once, as a {@link SharedEvent}. {@link
 * #execute}, {@link #isWritable}, {@link #whenWritable} and {@link #abort} are what a topic of
 * {@code dev.bogie.broadcast} needs of its outlet.
 */
public interface EventStream {
    /** {@return the request that asked for the stream, with what the filters attached} */
    Request request();

    /**
     * {@return the id of the last event that this client has seen (the field {@code
     * Last-Event-ID}); empty if it comes for the first time} It is the client's text, and may be
     * anything.
     */
    String lastEventId();

    /**
     * Sends an event.
     *
     * @param event the event
     * @return completes as told above; with a {@link StreamClosedException} if it is not sent
     * @throws IllegalArgumentException if a surrogate has no partner, or the event is larger than
     *     the queue
     */
    default CompletionStage<Void> send(Event event) {
        return send(SharedEvent.of(event));
    }

    /**
     * Sends an event that was encoded once for many streams.
     *
     * @param event the event
     * @return completes as told above; with a {@link StreamClosedException} if it is not sent
     * @throws IllegalArgumentException if the event is larger than the queue
     */
    CompletionStage<Void> send(SharedEvent event);

    /**
     * Tells the client how long to wait before it comes back after the stream has ended.
     *
     * @param delay in whole milliseconds, not negative
     * @return completes as for an event
     */
    CompletionStage<Void> retry(Duration delay);

    /**
     * Ends the stream in order, behind what was sent. A client then comes back; one that should not
     * is told so by an event of the application. Idempotent.
     */
    void close();

    /**
     * Breaks the connection off at once.
     *
     * @param reason for {@link #whenClosed}
     */
    void abort(String reason);

    /** {@return whether events may be sent} */
    boolean isOpen();

    /** {@return how many bytes wait to leave, in the queue and in the transport, as last seen} */
    long pending();

    /**
     * {@return whether there is room: nothing waits in the queue, and the transport takes more} As
     * last seen, when asked outside a turn of this stream.
     */
    boolean isWritable();

    /**
     * Asks to be told when there is room again after there was none, and once soon, if there is
     * room now. Replaces what was asked for before.
     *
     * @param task runs as a turn of this stream; must not block
     */
    void whenWritable(Runnable task);

    /**
     * Asks to be told once when the stream has ended, by either side: {@code Finished} if all that
     * was sent was handed to the transport, otherwise why not. Asked after the end, it is told at
     * once by the calling thread. Each of several listeners is told.
     *
     * @param listener must not block; what it throws is logged
     */
    void whenClosed(Consumer<Closed> listener);

    /**
     * Runs a task as a turn of this stream, never inside this call; as soon as the response has
     * begun. What a turn sends leaves at its end together.
     *
     * @param task must not block; what it throws ends the connection
     * @return false if it will not run: the stream has ended, or too many tasks wait already
     */
    boolean execute(Runnable task);
}
