import org.jspecify.annotations.NullMarked;

/** The demo application: a chat room that browsers enter by server-sent events or by WebSocket. */
@NullMarked
module dev.bogie.chat {
    requires static org.jspecify;
    requires dev.bogie.broadcast;
    requires dev.bogie.http;
    requires dev.bogie.sse;
    requires dev.bogie.websocket;
    requires org.slf4j;
}
