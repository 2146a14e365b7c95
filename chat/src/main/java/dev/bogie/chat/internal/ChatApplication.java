package dev.bogie.chat.internal;

import dev.bogie.chat.Room;
import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.filter.SameOrigin;
import dev.bogie.http.filter.SecurityHeaders;
import dev.bogie.http.filter.Sessions;
import dev.bogie.http.routing.Router;
import dev.bogie.sse.SseHandler;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.websocket.WebSocketHandler;

import java.time.InstantSource;
import java.util.List;

/** The chat, found as a service: a page, two ways in, one room. */
public final class ChatApplication implements HttpApplication {
    /** Scripts, styles, pictures and connections of this server only; nothing inline. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** For the service loader. */
    public ChatApplication() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String description() {
        return "a chat room over server-sent events and WebSocket";
    }

    @Override
    public List<Setting<?>> settings() {
        return ChatSettings.ALL;
    }

    @Override
    public Running start(Context context) {
        Settings settings = context.protocols().settings();
        Room room = new TopicRoom(InstantSource.system(), ChatSettings.room(settings));
        context.offer(Room.class, room);
        Members members = new Members();
        Wording wording = new Wording();
        HttpHandler events =
                ExchangeProtocol.handler(
                        context.protocols(),
                        SseHandler.class,
                        new EventsEntrance(room, members, wording));
        HttpHandler socket =
                ExchangeProtocol.handler(
                        context.protocols(),
                        WebSocketHandler.class,
                        new SocketEntrance(room, members, wording));
        HttpHandler router =
                Router.builder()
                        .get("/", Page.index(members))
                        .get("/chat.js", Page.file("chat.js", "text/javascript;charset=utf-8"))
                        .get("/chat.css", Page.file("chat.css", "text/css;charset=utf-8"))
                        .get("/chat.svg", Page.file("chat.svg", "image/svg+xml"))
                        .get("/events", events)
                        .get("/socket", socket)
                        .post("/messages", new Messages(room, members))
                        .build();
        return Running.of(
                router.with(
                        new SecurityHeaders(POLICY),
                        new SameOrigin(),
                        Sessions.builder().settings(settings).build()));
    }
}
