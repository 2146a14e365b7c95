package dev.bogie.websocket.internal;

import static dev.bogie.websocket.internal.Handshake.ACCEPT;
import static dev.bogie.websocket.internal.Handshake.EXTENSIONS;
import static dev.bogie.websocket.internal.Handshake.KEY;
import static dev.bogie.websocket.internal.Handshake.PROTOCOL;
import static dev.bogie.websocket.internal.Handshake.SUPPORTED;
import static dev.bogie.websocket.internal.Handshake.TOKEN;
import static dev.bogie.websocket.internal.Handshake.VERSION;

import dev.bogie.http.Body;
import dev.bogie.http.FieldsBuilder;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Threads;
import dev.bogie.websocket.HandshakeRefusedException;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClient.Options;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.internal.SocketSetup.Agreed;
import dev.bogie.websocket.machine.HandshakeKey;
import dev.bogie.websocket.machine.Role;
import dev.bogie.websocket.machine.TokenList;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client's side of the opening handshake (RFC 6455 §4.1). The request's body is the hand-over:
 * the HTTP client below gives the connection to an {@link Entrance} when the 101 has come, and that
 * to the socket when the 101 has been checked.
 */
public final class ClientHandshake {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpHandler http;
    private final Threads threads;

    /**
     * A handshake to be made.
     *
     * @param http sends the request
     * @param threads for the listener
     */
    public ClientHandshake(HttpHandler http, Threads threads) {
        this.http = http;
        this.threads = threads;
    }

    /**
     * Makes it.
     *
     * @param address {@code ws://…} or {@code wss://…}
     * @param listener of the socket
     * @param options how
     * @return the socket, open
     * @throws Exception if there is none
     */
    public WebSocket open(String address, WebSocketListener listener, Options options)
            throws Exception {
        SocketOptions limits = SocketOptions.of(options.settings());
        String key = HandshakeKey.generate(RANDOM);
        Entrance entrance = new Entrance();
        Request request = request(address, key, options).with(Body.handover(TOKEN, () -> entrance));
        Response response = http.handle(request);
        if (!response.status().equals(Status.SWITCHING_PROTOCOLS)) {
            response.close();
            throw new HandshakeRefusedException(
                    response.status(), "the server answered " + response.status());
        }
        // Bounded by what a closing handshake may take: the hand-over itself waits for no peer.
        long patience = limits.timeouts().close().toNanos();
        Connection connection = await(entrance.entered(), patience);
        String subprotocol;
        try {
            subprotocol = check(response, key, options.subprotocols());
        } catch (HandshakeRefusedException e) {
            connection.abort("the handshake failed: " + e.getMessage());
            throw e;
        }
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        SocketSetup setup =
                new SocketSetup(
                        Role.CLIENT, new Agreed(request, subprotocol), listener, limits, threads);
        boolean accepted =
                connection.execute(
                        () ->
                                connection.switchTo(
                                        new WebSocketConnectionHandler(setup, opened::complete)));
        if (!accepted) {
            throw new IOException("the connection was lost behind the handshake");
        }
        return await(opened, patience);
    }

    private static <T> T await(CompletableFuture<T> future, long nanos)
            throws IOException, InterruptedException {
        try {
            return future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the connection was not handed over", e);
        }
    }

    private static Request request(String address, String key, Options options) {
        List<String> offered = options.subprotocols();
        if (!TokenList.parse(String.join(",", offered)).equals(offered)
                || new HashSet<>(offered).size() != offered.size()) {
            throw new IllegalArgumentException(
                    "subprotocols must be tokens, all different: " + offered);
        }
        FieldsBuilder fields = options.fields().toBuilder().set(KEY, key).set(VERSION, SUPPORTED);
        if (!offered.isEmpty()) {
            fields.set(PROTOCOL, String.join(", ", offered));
        }
        return Request.get(http(address)).with(fields.build());
    }

    /** {@code ws} is {@code http}, {@code wss} is {@code https} (§3). */
    private static String http(String address) {
        if (address.regionMatches(true, 0, "ws://", 0, 5)) {
            return "http" + address.substring(2);
        }
        if (address.regionMatches(true, 0, "wss://", 0, 6)) {
            return "https" + address.substring(3);
        }
        throw new IllegalArgumentException(
                "not an address of a WebSocket: \"" + address + "\" (ws://host/path, wss://…)");
    }

    /** Returns the subprotocol. */
    private static String check(Response response, String key, List<String> offered)
            throws HandshakeRefusedException {
        List<String> accept = response.fields().all(ACCEPT);
        if (accept.size() != 1 || !accept.getFirst().equals(HandshakeKey.accept(key))) {
            throw unsound("Sec-WebSocket-Accept is not the answer to our key");
        }
        if (response.fields().has(EXTENSIONS)) {
            throw unsound("it names an extension that was not offered");
        }
        List<String> chosen = response.fields().all(PROTOCOL);
        if (chosen.isEmpty()) {
            return "";
        }
        if (chosen.size() != 1 || !offered.contains(chosen.getFirst())) {
            throw unsound("it chose a subprotocol that was not offered");
        }
        return chosen.getFirst();
    }

    private static HandshakeRefusedException unsound(String what) {
        return new HandshakeRefusedException(
                Status.SWITCHING_PROTOCOLS, "the server's 101 is not sound: " + what);
    }
}
