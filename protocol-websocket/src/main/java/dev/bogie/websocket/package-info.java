/**
 * WebSocket (RFC 6455) as an application sees it.
 *
 * <p>A server implements {@link dev.bogie.websocket.WebSocketHandler}, which decides about each
 * handshake, and {@link dev.bogie.websocket.WebSocketListener}, one for each socket; it sends
 * through {@link dev.bogie.websocket.WebSocket}. The protocol {@code websocket}, found as a
 * service, makes an HTTP handler of it, which is put where any other is: on a route, behind
 * filters. What goes to many is a {@link dev.bogie.websocket.SharedMessage}. The limits are {@link
 * dev.bogie.websocket.WebSocketSettings}.
 *
 * <p>A client is a {@link dev.bogie.websocket.WebSocketClient}; its sockets and listeners are the
 * same.
 *
 * <p><b>Threads.</b> A socket is safe for any thread. Its listener is called on a virtual thread,
 * where it may block, unless it is marked {@link dev.bogie.http.NonBlocking}.
 *
 * <p><b>Buffers.</b> What is sent is copied before the call returns; what was received belongs to
 * the listener.
 */
package dev.bogie.websocket;
