package dev.bogie.sse;

import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.sse.internal.StreamResponses;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;

import java.util.List;

/**
 * The protocol {@code sse}, found as a service: makes an HTTP handler of an {@link SseHandler}. The
 * handler answers GET and POST with 200 and a stream that ends when either side ends it, and
 * anything else with an ordinary response that says what was wrong.
 */
public final class SseProtocol implements ExchangeProtocol<SseHandler> {
    /** Called by the service loader. */
    public SseProtocol() {}

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public Class<SseHandler> contract() {
        return SseHandler.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return SseSettings.ALL;
    }

    @Override
    public HttpHandler serve(SseHandler application, ProtocolContext context) {
        StreamResponses responses = new StreamResponses(application, context);
        return application instanceof NonBlocking ? HttpHandler.nonBlocking(responses) : responses;
    }
}
