package dev.bogie.transport.memory;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notes what it is told, with the time; reads everything; does more only if a test says so. */
final class Recorder implements ConnectionHandler {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final StringBuffer text = new StringBuffer();
    private final String name;
    private @Nullable Connection connection;
    volatile @Nullable Closed closed;
    AfterInput afterInput = AfterInput.CLOSE;
    Consumer<Connection> onOpened = c -> {};
    Consumer<ByteBuffer> onReceived = in -> {};
    Consumer<Connection> onWritable = c -> {};
    Consumer<Connection> onDeadline = c -> {};
    Consumer<Connection> onDraining = c -> {};

    Recorder(String name) {
        this.name = name;
    }

    Recorder opened(Consumer<Connection> action) {
        onOpened = action;
        return this;
    }

    Connection connection() {
        return Objects.requireNonNull(connection, "not opened");
    }

    boolean isClosed() {
        return closed != null;
    }

    private void note(String call) {
        calls.add(connection().nanoTime() + " " + name + " " + call);
    }

    @Override
    public void opened(Connection opening) {
        connection = opening;
        note("opened");
        onOpened.accept(opening);
    }

    @Override
    public void received(ByteBuffer in) {
        onReceived.accept(in);
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        String part = new String(bytes, StandardCharsets.ISO_8859_1);
        text.append(part);
        note("received " + part);
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        note("inputEnded " + how);
        return afterInput;
    }

    @Override
    public void peerEnded(InputEnd how) {
        note("peerEnded " + how);
    }

    @Override
    public void writable() {
        note("writable");
        onWritable.accept(connection());
    }

    @Override
    public void deadline(long now) {
        note("deadline");
        onDeadline.accept(connection());
    }

    @Override
    public void draining(long until) {
        note("draining " + until);
        onDraining.accept(connection());
    }

    @Override
    public void closed(Closed how) {
        note("closed " + how.describe());
        closed = how;
    }

    static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void say(Connection connection, String text) {
        connection.write(ascii(text), null);
    }
}
