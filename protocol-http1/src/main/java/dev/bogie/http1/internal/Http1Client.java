package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.fields.Authority;
import dev.bogie.http1.machine.RequestEncoder;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ConnectTarget;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * A client that is a handler: sends the request, waits for the response. Keeps one idle connection
 * for each origin; who comes while it is busy gets a connection for one exchange. A request that
 * can be repeated is sent again, once, if a kept connection turns out to be closed before any
 * answer.
 */
final class Http1Client implements HttpHandler, AutoCloseable {
    private static final String TRIED = "cannot connect to ";
    private static final int MAX_KEPT = 64;

    /** The layer below {@code https}. */
    private static final String TLS = "tls";

    private final ClientContext context;
    private final Http1Settings settings;
    private final Map<String, ClientHandler> kept = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Http1Client(ClientContext context, Http1Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public Response handle(Request request) throws Exception {
        ByteBuffer head = checkedHead(request);
        String origin = origin(request);
        ClientHandler idle = kept.remove(origin);
        if (idle != null && idle.isUsable()) {
            try {
                return exchange(idle, request, head);
            } catch (ClosedBeforeAnswerException e) {
                if (!isRepeatable(request)) {
                    throw e;
                }
            }
        }
        return exchange(connect(origin, request), request, head);
    }

    /** What can't be sent is found here, before a connection is taken for it. */
    private ByteBuffer checkedHead(Request request) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        if (request.authority().isEmpty()) {
            throw new IllegalArgumentException(
                    "a client needs a whole address, http://host/path, to send " + request);
        }
        if (!request.scheme().equals("http") && !request.scheme().equals("https")) {
            throw new IllegalArgumentException(
                    "this client speaks http and https, not " + request.scheme());
        }
        ByteBuffer head = ByteBuffer.allocate(RequestEncoder.sizeOf(request));
        RequestEncoder.head(head, request);
        return head.flip();
    }

    private static boolean isRepeatable(Request request) {
        return request.method().isIdempotent() && request.body() instanceof Body.Bytes;
    }

    private Response exchange(ClientHandler connection, Request request, ByteBuffer head)
            throws Exception {
        ClientExchange exchange =
                new ClientExchange(request, head.duplicate(), connection, settings.readLimit());
        connection.begin(exchange);
        if (!(request.body() instanceof Body.Handover)) {
            exchange.sendBody();
        }
        return exchange.awaitResponse();
    }

    /** What may share a connection, and the name of that in messages. */
    private static String origin(Request request) {
        return request.scheme().equals("https")
                ? "https://" + request.authority()
                : request.authority();
    }

    private ClientHandler connect(String origin, Request request) throws IOException {
        Authority authority = Authority.parse(request.authority());
        InetSocketAddress address =
                InetSocketAddress.createUnresolved(
                        authority.bareHost(), authority.portFor(request.scheme()));
        ClientHandler handler = new ClientHandler(this, origin, settings);
        ClientContext way = request.scheme().equals("https") ? context.through(TLS) : context;
        try {
            way.connect(ConnectTarget.to(address), handler).toCompletableFuture().get();
            return handler;
        } catch (ExecutionException e) {
            throw failed(origin, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting to " + origin);
        }
    }

    private static IOException failed(String origin, @Nullable Throwable cause) {
        String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        // A transport says what it tried: here it is said already, but perhaps of another address.
        why = why.startsWith(TRIED) ? why.substring(TRIED.length()) : why;
        String authority = origin.substring(origin.lastIndexOf('/') + 1) + ": ";
        why = why.startsWith(authority) ? why.substring(authority.length()) : why;
        return new IOException("can't connect to " + origin + ": " + why, cause);
    }

    /** An exchange has ended in order; the connection may serve another. */
    void keep(String origin, ClientHandler connection) {
        boolean room = !closed && (kept.size() < MAX_KEPT || kept.containsKey(origin));
        if (!room || kept.putIfAbsent(origin, connection) != null) {
            connection.close();
        } else if (closed && kept.remove(origin, connection)) {
            connection.close();
        }
    }

    /** The connection is gone. */
    void forget(String origin, ClientHandler connection) {
        kept.remove(origin, connection);
    }

    @Override
    public void close() {
        closed = true;
        kept.values().forEach(ClientHandler::close);
        kept.clear();
    }
}
