package dev.bogie.websocket;

import dev.bogie.http.Request;
import dev.bogie.websocket.machine.CloseCode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One open WebSocket (RFC 6455), the server's end or the client's. Safe for any thread; no method
 * waits.
 *
 * <p><b>Sending.</b> Messages leave in the order in which they were sent, whole: frames of two
 * messages never interleave. The result of a send completes when the message has been handed to the
 * transport <em>and</em> there is room for the next, so a sender that waits for it is as fast as
 * its peer reads:
 *
 * {@snippet :
 * for (String line : lines) {
 *     socket.send(line).toCompletableFuture().join(); // on a virtual thread
 * }
 * }
 *
 * <p>Who does not wait fills the outbox. It is bounded ({@link WebSocketSettings#MAX_OUTBOX},
 * {@link WebSocketSettings#MAX_OUTBOX_MESSAGES}); if it overflows, the connection is aborted as a
 * slow reader, so that the peer sees that it has missed something. Nothing is dropped in silence:
 * what can't be sent completes with a {@link WebSocketClosedException}. That is the only exception
 * that a result completes with, and it carries the code and the reason of the end.
 *
 * <p>What is attached to a result without an executor of its own runs on a virtual thread, never on
 * the thread that drives the connection.
 *
 * <p><b>Broadcast.</b> A message for many is encoded once, as a {@link SharedMessage}. {@link
 * #execute}, {@link #isWritable}, {@link #whenWritable} and {@link #abort} are what a topic of
 * {@code dev.bogie.broadcast} needs of its outlet.
 */
public interface WebSocket {
    /**
     * Sends a text message.
     *
     * @param text any string of whole characters
     * @return completes as told above; with a {@link WebSocketClosedException} if it is not sent
     * @throws IllegalArgumentException if a surrogate has no partner, or the message is larger than
     *     the outbox
     */
    CompletionStage<Void> send(String text);

    /**
     * Sends a binary message.
     *
     * @param data its remaining bytes; copied, its position is not moved
     * @return completes as told above; with a {@link WebSocketClosedException} if it is not sent
     * @throws IllegalArgumentException if the message is larger than the outbox
     */
    CompletionStage<Void> send(ByteBuffer data);

    /**
     * Sends a message that was encoded once for many sockets.
     *
     * @param message the message
     * @return completes as told above; with a {@link WebSocketClosedException} if it is not sent
     * @throws IllegalArgumentException if the message is larger than the outbox
     */
    CompletionStage<Void> send(SharedMessage message);

    /** Closes with {@link CloseCode#NORMAL} and no reason. */
    default void close() {
        close(CloseCode.NORMAL, "");
    }

    /**
     * Closes in order: what was sent before leaves first, then the Close frame; messages of the
     * peer still come until it answers. If it does not within {@link
     * WebSocketSettings#CLOSE_TIMEOUT}, the connection is aborted. Nothing can be sent from now on.
     * Without effect if either end has begun to close.
     *
     * @param code one that may be on the wire: {@link CloseCode#isOnWire}
     * @param reason for the peer, at most 123 bytes of UTF-8
     * @throws IllegalArgumentException if the code or the reason can't be sent
     */
    void close(int code, String reason);

    /**
     * Breaks the connection off at once. The peer sees 1006.
     *
     * @param reason for {@link WebSocketListener#closed}
     */
    void abort(String reason);

    /** {@return whether messages may be sent: neither end has begun to close} */
    boolean isOpen();

    /**
     * {@return the request of the handshake} At a server, as the filters before the handler passed
     * it on, with what they attached; at a client, as it was sent.
     */
    Request request();

    /** {@return the subprotocol that was agreed on, or an empty string} */
    String subprotocol();

    /**
     * Changes how the peer's life is watched: after {@code interval} of silence a Ping is sent; if
     * nothing comes within {@code timeout} after it, the connection is aborted and {@link
     * WebSocketListener#closed} told 1006, {@code ping timeout}.
     *
     * @param interval zero: no Pings
     * @param timeout zero: never
     * @throws IllegalArgumentException if one is negative or above 36,500 days
     */
    void setKeepAlive(Duration interval, Duration timeout);

    /** {@return how many bytes wait to leave, in the outbox and in the transport, as last seen} */
    long pending();

    /**
     * {@return whether there is room: nothing waits in the outbox, and the transport takes more} As
     * last seen, when asked outside a turn of this socket.
     */
    boolean isWritable();

    /**
     * Asks to be told when there is room again after there was none, and once soon, if there is
     * room now. Replaces what was asked for before.
     *
     * @param task runs as a turn of this socket; must not block
     */
    void whenWritable(Runnable task);

    /**
     * Runs a task as a turn of this socket, never inside this call. What a turn sends leaves at its
     * end together.
     *
     * @param task must not block; what it throws ends the connection
     * @return false if it will not run: the connection is closed, or too many tasks wait already
     */
    boolean execute(Runnable task);
}
