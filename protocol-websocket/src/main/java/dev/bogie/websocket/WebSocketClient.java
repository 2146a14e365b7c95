package dev.bogie.websocket;

import dev.bogie.http.Fields;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.websocket.internal.ClientHandshake;

import java.io.IOException;
import java.util.List;

/**
 * Opens WebSockets over an HTTP client, whatever that is: filters before it (cookies,
 * authorization) serve the handshake too. Safe for any thread.
 *
 * {@snippet :
 * WebSocketClient client = WebSocketClient.of(http);
 * WebSocket socket = client.connect("ws://localhost:8080/echo", listener);
 * socket.send("hello");
 * }
 */
public final class WebSocketClient {
    private final HttpHandler http;
    private final Threads threads;

    /**
     * How a socket is opened.
     *
     * @param subprotocols what to offer, the preferred one first; tokens, all different
     * @param fields sent with the handshake
     * @param settings limits: {@link WebSocketSettings}
     */
    public record Options(List<String> subprotocols, Fields fields, Settings settings) {
        /** No subprotocol, no fields, limits as they are by default. */
        public static final Options STANDARD =
                new Options(List.of(), Fields.empty(), Settings.defaults());

        /** Keeps a copy of the list. */
        public Options {
            subprotocols = List.copyOf(subprotocols);
        }

        /**
         * {@return a copy that offers those}
         *
         * @param offered tokens, the preferred one first
         */
        public Options withSubprotocols(String... offered) {
            return new Options(List.of(offered), fields, settings);
        }

        /**
         * {@return a copy with those fields}
         *
         * @param sent with the handshake
         */
        public Options withFields(Fields sent) {
            return new Options(subprotocols, sent, settings);
        }

        /**
         * {@return a copy with those settings}
         *
         * @param limits see {@link WebSocketSettings}
         */
        public Options withSettings(Settings limits) {
            return new Options(subprotocols, fields, limits);
        }
    }

    private WebSocketClient(HttpHandler http, Threads threads) {
        this.http = http;
        this.threads = threads;
    }

    /**
     * {@return a client over that one} Listeners run on virtual threads.
     *
     * @param http sends the handshakes
     */
    public static WebSocketClient of(HttpHandler http) {
        return of(http, (kind, name, body) -> Thread.ofVirtual().name(name).start(body));
    }

    /**
     * {@return a client over that one}
     *
     * @param http sends the handshakes
     * @param threads where the threads of listeners come from
     */
    public static WebSocketClient of(HttpHandler http, Threads threads) {
        return new WebSocketClient(http, threads);
    }

    /**
     * As {@link #connect(String, WebSocketListener, Options)}, with {@link Options#STANDARD}.
     *
     * @param address where to
     * @param listener what to do with the socket
     * @return the socket, open
     * @throws Exception as there
     */
    public WebSocket connect(String address, WebSocketListener listener) throws Exception {
        return connect(address, listener, Options.STANDARD);
    }

    /**
     * Opens a socket. Waits, so it is called where that is allowed.
     *
     * @param address {@code ws://host:port/path?query} or {@code wss://…}, no fragment
     * @param listener what to do with the socket; told {@code opened} before or after this returns
     * @param options how
     * @return the socket, open
     * @throws IllegalArgumentException if it is no such address, or a subprotocol no token
     * @throws HandshakeRefusedException if the server answers otherwise than with a sound 101; a
     *     redirect is not followed
     * @throws IOException if the server is not reached, or the connection lost
     * @throws HttpException if a filter refuses
     * @throws Exception what a filter or the client below throws
     */
    public WebSocket connect(String address, WebSocketListener listener, Options options)
            throws Exception {
        return new ClientHandshake(http, threads).open(address, listener, options);
    }
}
