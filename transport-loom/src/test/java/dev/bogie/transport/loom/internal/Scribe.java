package dev.bogie.transport.loom.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Writes down what it is told; what a test is about, it overrides. */
class Scribe implements ConnectionHandler {
    final CompletableFuture<Connection> opened = new CompletableFuture<>();
    final CompletableFuture<Closed> closed = new CompletableFuture<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Connection connection;

    @Override
    public void opened(Connection connection) throws Exception {
        this.connection = connection;
        opened.complete(connection);
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        events.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        events.add("end");
        return AfterInput.CLOSE;
    }

    @Override
    public void closed(Closed how) {
        closed.complete(how);
    }

    /** Sends back what it gets. */
    static final class Echo extends Scribe {
        @Override
        public void received(ByteBuffer in) {
            connection.write(in, null);
        }
    }
}
