package dev.bogie.http1.internal;

import dev.bogie.http.HttpHandler;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Match;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** HTTP/1.1, found as a service: serves an {@link HttpHandler}, and opens one that is a client. */
public final class Http1Protocol
        implements ConnectionProtocol<HttpHandler>, ClientProtocol<HttpHandler> {
    /** A method of at most so many characters, and the space behind it, tell. */
    private static final int SNIFF = 33;

    /** For the service loader. */
    public Http1Protocol() {}

    @Override
    public String name() {
        return "http1";
    }

    @Override
    public Class<HttpHandler> contract() {
        return HttpHandler.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return Http1Settings.ALL;
    }

    @Override
    public Set<String> alpn() {
        return Set.of("http/1.1");
    }

    @Override
    public int sniffLimit() {
        return SNIFF;
    }

    /** A method in capitals, a space, and what a target begins with. */
    @Override
    public Match match(ByteBuffer firstBytes) {
        int end = Math.min(firstBytes.remaining(), SNIFF);
        for (int i = 0; i < end; i++) {
            byte b = firstBytes.get(i);
            if (b == ' ' && i > 0) {
                return afterMethod(firstBytes, i + 1);
            }
            if ((b < 'A' || b > 'Z') && b != '-') {
                return Match.NO;
            }
        }
        return end == SNIFF ? Match.NO : Match.MORE;
    }

    /** The preface of HTTP/2 looks like a request for *, which only OPTIONS asks for. */
    private static Match afterMethod(ByteBuffer firstBytes, int at) {
        if (at == firstBytes.remaining()) {
            return Match.MORE;
        }
        boolean options = firstBytes.get(0) == 'O';
        return firstBytes.get(at) != '*' || options ? Match.YES : Match.NO;
    }

    @Override
    public ConnectionHandler serve(HttpHandler application, ProtocolContext context) {
        return new ServerHandler(application, Http1Settings.of(context.settings()));
    }

    @Override
    public HttpHandler open(ClientContext context) {
        return new Http1Client(context, Http1Settings.of(context.settings()));
    }
}
