import org.jspecify.annotations.NullMarked;

/**
 * WebSocket (RFC 6455), server and client, on any version of HTTP that can hand a connection over.
 *
 * @provides dev.bogie.transport.Protocol
 */
@NullMarked
module dev.bogie.websocket {
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive dev.bogie.http;
    requires transitive dev.bogie.transport;

    exports dev.bogie.websocket;
    exports dev.bogie.websocket.machine;

    provides dev.bogie.transport.Protocol with
            dev.bogie.websocket.WebSocketProtocol;
}
