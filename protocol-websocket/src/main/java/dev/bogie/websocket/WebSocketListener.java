package dev.bogie.websocket;

import dev.bogie.websocket.machine.CloseCode;

import java.nio.ByteBuffer;

/**
 * What an application does with one socket, on either side.
 *
 * <pre>opened → (text | binary)* → closed</pre>
 *
 * <p><b>Thread.</b> The calls of one socket never overlap, and each sees what the one before it
 * wrote. They come on a virtual thread and may block: meanwhile Pings are answered, broadcasts
 * leave, and messages are kept in an inbox ({@link WebSocketSettings#MAX_INBOX}); when that is
 * full, no more is read, until the peer feels it. A listener that is marked {@link
 * dev.bogie.http.NonBlocking} is called on the thread that drives the connection instead and must
 * return at once.
 *
 * <p>What a call throws is logged, and the socket closed with {@link CloseCode#INTERNAL_ERROR}.
 */
public interface WebSocketListener {
    /**
     * The handshake is done: messages may be sent. The first call; it does not come at all if the
     * connection is lost before the agreement could be sent.
     *
     * @param socket to be kept
     * @throws Exception closes the socket
     */
    default void opened(WebSocket socket) throws Exception {}

    /**
     * A text message came. Unless overridden, the socket is closed: {@link
     * CloseCode#UNSUPPORTED_DATA}.
     *
     * @param socket the socket
     * @param message the whole message
     * @throws Exception closes the socket
     */
    default void text(WebSocket socket, String message) throws Exception {
        socket.close(CloseCode.UNSUPPORTED_DATA, "no text is taken here");
    }

    /**
     * A binary message came. Unless overridden, the socket is closed: {@link
     * CloseCode#UNSUPPORTED_DATA}.
     *
     * @param socket the socket
     * @param message the whole message; belongs to the listener
     * @throws Exception closes the socket
     */
    default void binary(WebSocket socket, ByteBuffer message) throws Exception {
        socket.close(CloseCode.UNSUPPORTED_DATA, "no binary messages are taken here");
    }

    /**
     * The connection is gone. The last call, exactly once if {@link #opened} came; messages that
     * had come before it have been told.
     *
     * @param socket the socket; nothing can be sent
     * @param how which end, why
     */
    default void closed(WebSocket socket, WebSocketClosed how) {}
}
