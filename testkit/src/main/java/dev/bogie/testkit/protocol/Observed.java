package dev.bogie.testkit.protocol;

import dev.bogie.testkit.Poison;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches the handler of the protocol under test: what it throws, that it keeps no buffer, and that
 * nobody calls it after the end. One that it {@linkplain Connection#switchTo hands over} to is not
 * watched; that the connection has ended is seen all the same.
 */
final class Observed implements ConnectionHandler {
    @FunctionalInterface
    private interface Call {
        void make() throws Exception;
    }

    private final ConnectionHandler bare;
    private final ConnectionHandler handler;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile @Nullable Connection connection;
    private volatile @Nullable Closed how;
    private volatile @Nullable Thread inside;

    Observed(ConnectionHandler handler) {
        this.bare = handler;
        this.handler = Poison.around(handler);
    }

    // What was seen

    ConnectionHandler handler() {
        return bare;
    }

    /** Whether the connection has been there and is gone. */
    boolean isOver() {
        Connection c = connection;
        return c != null && c.isClosed();
    }

    /** Null before the end, and if the connection was handed over. */
    @Nullable Closed how() {
        return how;
    }

    List<String> violations() {
        return violations;
    }

    private void call(String name, Call call) throws Exception {
        if (how != null) {
            violations.add(name + " was called after closed");
        }
        if (inside == Thread.currentThread()) {
            violations.add(name + " was called from inside another callback");
        }
        inside = Thread.currentThread();
        try {
            call.make();
        } finally {
            inside = null;
        }
    }

    /** What these throw is only logged. */
    private void advise(String name, Runnable call) {
        try {
            call(name, call::run);
        } catch (Exception e) {
            violations.add(name + " threw " + e);
        }
    }

    // ConnectionHandler

    @Override
    public void opened(Connection opened) throws Exception {
        connection = opened;
        call("opened", () -> handler.opened(opened));
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        call("received", () -> handler.received(in));
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd end) throws Exception {
        AfterInput[] answer = {AfterInput.CLOSE};
        call("inputEnded", () -> answer[0] = handler.inputEnded(rest, end));
        return answer[0];
    }

    @Override
    public void writable() throws Exception {
        call("writable", handler::writable);
    }

    @Override
    public void deadline(long now) throws Exception {
        call("deadline", () -> handler.deadline(now));
    }

    @Override
    public void draining(long until) throws Exception {
        call("draining", () -> handler.draining(until));
    }

    @Override
    public void peerEnded(InputEnd end) {
        advise("peerEnded", () -> handler.peerEnded(end));
    }

    @Override
    public void turnEnding() throws Exception {
        call("turnEnding", handler::turnEnding);
    }

    @Override
    public void closed(Closed cause) {
        advise("closed", () -> handler.closed(cause));
        how = cause;
    }
}
