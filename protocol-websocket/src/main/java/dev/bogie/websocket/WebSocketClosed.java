package dev.bogie.websocket;

import dev.bogie.transport.Closed;
import dev.bogie.websocket.machine.CloseCode;

/**
 * How a WebSocket ended.
 *
 * @param code the peer's code, if it closed in order ({@link CloseCode#NO_STATUS} if it named
 *     none); if it broke the protocol, the code that it was told; otherwise {@link
 *     CloseCode#ABNORMAL}
 * @param reason the peer's reason, or a sentence about what happened, such as {@code ping timeout:
 *     peer gave no sign of life}. May be the peer's text: escape it before it is logged
 * @param transport what became of the connection below
 */
public record WebSocketClosed(int code, String reason, Closed transport) {
    /** {@return whether one Close went each way, whatever the code} */
    public boolean isInOrder() {
        return code != CloseCode.ABNORMAL && transport instanceof Closed.Finished;
    }
}
