package dev.bogie.websocket;

import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.websocket.internal.Handshake;

import java.util.List;

/**
 * The protocol {@code websocket}, found as a service: makes an HTTP handler of a {@link
 * WebSocketHandler}. The handler answers a sound handshake with 101 and the hand-over, and anything
 * else with an ordinary response that says what was wrong.
 */
public final class WebSocketProtocol implements ExchangeProtocol<WebSocketHandler> {
    /** Called by the service loader. */
    public WebSocketProtocol() {}

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public Class<WebSocketHandler> contract() {
        return WebSocketHandler.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return WebSocketSettings.ALL;
    }

    @Override
    public HttpHandler serve(WebSocketHandler application, ProtocolContext context) {
        Handshake handshake = new Handshake(application, context);
        return application instanceof NonBlocking ? HttpHandler.nonBlocking(handshake) : handshake;
    }
}
