package dev.bogie.transport.nio.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A handler whose calls a test waits for. */
class Recorder implements ConnectionHandler {
    final CompletableFuture<Connection> opened = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final CompletableFuture<Closed> closed = new CompletableFuture<>();
    final StringBuilder text = new StringBuilder();
    private String awaited = "\0";
    private CompletableFuture<String> found = new CompletableFuture<>();

    /** What is received is sent back. */
    static final class Echo extends Recorder {
        @Override
        public void received(ByteBuffer in) {
            opened.join().write(in, null);
        }
    }

    @Override
    public void opened(Connection connection) throws Exception {
        opened.complete(connection);
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        synchronized (this) {
            text.append(StandardCharsets.ISO_8859_1.decode(in));
            look();
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
        ended.complete(text.toString());
        return AfterInput.CLOSE;
    }

    @Override
    public void closed(Closed how) {
        closed.complete(how);
    }

    private void look() {
        if (text.indexOf(awaited) >= 0) {
            found.complete(text.toString());
        }
    }

    /** Waits until some text has been received. */
    String await(String part) throws Exception {
        CompletableFuture<String> future;
        synchronized (this) {
            awaited = part;
            found = new CompletableFuture<>();
            future = found;
            look();
        }
        return get(future);
    }

    void send(String bytes) throws Exception {
        Connection connection = get(opened);
        connection.execute(
                () ->
                        connection.write(
                                ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)),
                                null));
    }

    /** The one generous limit of all waits. */
    static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("what the test waits for has not happened", e);
        }
    }
}
