import org.jspecify.annotations.NullMarked;

/**
 * The demo application: a chat room that browsers enter by server-sent events or by WebSocket.
 * Other modules that bring their own ways in use its {@link dev.bogie.chat.Room}.
 *
 * @provides dev.bogie.http.HttpApplication
 */
@NullMarked
module dev.bogie.chat {
    requires static org.jspecify;
    requires transitive dev.bogie.broadcast;
    requires dev.bogie.http;
    requires dev.bogie.sse;
    requires dev.bogie.websocket;

    exports dev.bogie.chat;

    provides dev.bogie.http.HttpApplication with
            dev.bogie.chat.internal.ChatApplication;
}
