package dev.bogie.websocket.internal;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.internal.SocketSetup.Agreed;
import dev.bogie.websocket.machine.HandshakeKey;
import dev.bogie.websocket.machine.Role;
import dev.bogie.websocket.machine.TokenList;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;

/**
 * The server's side of the opening handshake (RFC 6455 §4.2).
 *
 * <table>
 * <caption>What is answered, checked in this order</caption>
 * <tr><th>request</th><th>answer</th></tr>
 * <tr><td>another method than GET</td><td>405</td></tr>
 * <tr><td>no offer of websocket, or content, which forbids one</td><td>426</td></tr>
 * <tr><td>Sec-WebSocket-Version missing or repeated</td><td>400</td></tr>
 * <tr><td>another version than 13</td><td>426</td></tr>
 * <tr><td>Sec-WebSocket-Key not once, or not 16 bytes in base64</td><td>400</td></tr>
 * <tr><td>Sec-WebSocket-Protocol no list of different tokens</td><td>400</td></tr>
 * <tr><td>an origin that is not allowed</td><td>403</td></tr>
 * <tr><td>anything that the application refuses</td><td>as it says</td></tr>
 * <tr><td>all others</td><td>101</td></tr>
 * </table>
 *
 * <p>400 and 426 carry {@code Sec-WebSocket-Version: 13} (§4.4), and 426 {@code Upgrade: websocket}
 * (RFC 9110 §15.5.22).
 */
public final class Handshake implements HttpHandler {
    /** The upgrade token. */
    static final String TOKEN = "websocket";

    static final FieldName KEY = FieldName.of("Sec-WebSocket-Key");
    static final FieldName ACCEPT = FieldName.of("Sec-WebSocket-Accept");
    static final FieldName VERSION = FieldName.of("Sec-WebSocket-Version");
    static final FieldName PROTOCOL = FieldName.of("Sec-WebSocket-Protocol");
    static final FieldName EXTENSIONS = FieldName.of("Sec-WebSocket-Extensions");
    static final String SUPPORTED = "13";

    private final WebSocketHandler application;
    private final ProtocolContext context;
    private final SocketOptions options;

    /**
     * The handshake for an application.
     *
     * @param application decides
     * @param context settings and threads
     */
    public Handshake(WebSocketHandler application, ProtocolContext context) {
        this.application = application;
        this.context = context;
        this.options = SocketOptions.of(context.settings());
    }

    @Override
    public boolean mayBlock(Request request) {
        return !(application instanceof NonBlocking);
    }

    @Override
    public Response handle(Request request) throws Exception {
        Response refusal = refusal(request);
        if (refusal != null) {
            return refusal;
        }
        List<String> offered;
        try {
            offered = subprotocols(request.fields());
        } catch (IllegalArgumentException e) {
            return bad("malformed Sec-WebSocket-Protocol: " + e.getMessage());
        }
        if (!application.isAllowedOrigin(request)) {
            return Response.error(
                    Status.FORBIDDEN, "a WebSocket of this server, but a page of another");
        }
        String chosen = application.subprotocol(request, offered);
        if (!chosen.isEmpty() && !offered.contains(chosen)) {
            throw new IllegalStateException(
                    "the application chose a subprotocol that was not offered: " + chosen);
        }
        WebSocketListener listener = application.accept(request);
        SocketSetup setup =
                new SocketSetup(
                        Role.SERVER,
                        new Agreed(request, chosen),
                        listener,
                        options,
                        context.threads());
        String key = request.fields().first(KEY).orElseThrow();
        Response agreement =
                Response.switchTo(TOKEN, () -> new WebSocketConnectionHandler(setup))
                        .with(ACCEPT, HandshakeKey.accept(key));
        return chosen.isEmpty() ? agreement : agreement.with(PROTOCOL, chosen);
    }

    private static @Nullable Response refusal(Request request) {
        Fields fields = request.fields();
        if (!request.method().equals(Method.GET)) {
            return Response.error(Status.METHOD_NOT_ALLOWED, "a WebSocket is opened with GET")
                    .with(FieldName.ALLOW, "GET");
        }
        boolean hasContent = !(request.body() instanceof Body.Handover) && hasContent(request);
        if (hasContent || !request.offersUpgrade(TOKEN)) {
            return upgradeRequired("only WebSocket is spoken here: Upgrade: websocket");
        }
        List<String> version = fields.all(VERSION);
        if (version.size() != 1) {
            return bad("Sec-WebSocket-Version must be there once");
        }
        if (!version.getFirst().equals(SUPPORTED)) {
            return upgradeRequired("only version 13 of WebSocket is spoken here");
        }
        List<String> key = fields.all(KEY);
        if (key.size() != 1 || !HandshakeKey.isValid(key.getFirst())) {
            return bad("Sec-WebSocket-Key must be there once: 16 bytes in base64");
        }
        return null;
    }

    private static boolean hasContent(Request request) {
        return request.body().length() != 0;
    }

    /**
     * Reads the offered or chosen subprotocols.
     *
     * @throws IllegalArgumentException if they are no tokens or not all different
     */
    static List<String> subprotocols(Fields fields) {
        List<String> tokens = TokenList.parse(String.join(",", fields.all(PROTOCOL)));
        if (new HashSet<>(tokens).size() != tokens.size()) {
            throw new IllegalArgumentException("a subprotocol is named twice");
        }
        return tokens;
    }

    private static Response bad(String message) {
        return Response.error(Status.BAD_REQUEST, message).with(VERSION, SUPPORTED);
    }

    private static Response upgradeRequired(String message) {
        return Response.upgradeRequired(TOKEN, message).with(VERSION, SUPPORTED);
    }
}
