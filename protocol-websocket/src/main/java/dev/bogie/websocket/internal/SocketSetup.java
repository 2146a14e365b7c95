package dev.bogie.websocket.internal;

import dev.bogie.http.Request;
import dev.bogie.transport.Threads;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.machine.Role;

/**
 * What is known of a socket when its handshake is done.
 *
 * @param role which end
 * @param agreed what the handshake came to
 * @param listener the application
 * @param options its limits
 * @param threads where its listener's threads come from
 */
public record SocketSetup(
        Role role,
        Agreed agreed,
        WebSocketListener listener,
        SocketOptions options,
        Threads threads) {
    /**
     * What the handshake came to.
     *
     * @param request the request
     * @param subprotocol the one agreed on, or empty
     */
    public record Agreed(Request request, String subprotocol) {}
}
