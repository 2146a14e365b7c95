package dev.bogie.websocket.internal;

import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.machine.CloseCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of a listener, and what becomes of what they throw. Not for several threads at once:
 * who makes the calls takes care of that.
 */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketListener.class);

    /** A peer that knows how to make a listener throw must not fill the log. */
    private static final long NANOS_PER_LINE = 100_000_000L;

    private static final AtomicLong NEXT_LINE = new AtomicLong(System.nanoTime());

    private final WebSocketListener listener;
    private final WebSocket socket;
    private boolean failed;

    /** One call. */
    interface Call {
        void run() throws Exception;
    }

    Calls(WebSocketListener listener, WebSocket socket) {
        this.listener = listener;
        this.socket = socket;
    }

    void opened() {
        run(() -> listener.opened(socket));
    }

    void text(String message) {
        run(() -> listener.text(socket, message));
    }

    void binary(ByteBuffer message) {
        run(() -> listener.binary(socket, message));
    }

    void closed(WebSocketClosed how) {
        failed = false;
        run(() -> listener.closed(socket, how));
    }

    private void run(Call call) {
        if (failed) {
            return;
        }
        try {
            call.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failed = true;
            log(e);
            socket.close(CloseCode.INTERNAL_ERROR, "");
        }
    }

    private static void log(Throwable e) {
        long now = System.nanoTime();
        long next = NEXT_LINE.get();
        if (now - next >= 0 && NEXT_LINE.compareAndSet(next, now + NANOS_PER_LINE)) {
            LOG.error("a WebSocket listener threw; its socket is closed with 1011", e);
        }
    }
}
