package dev.bogie.websocket.internal;

import dev.bogie.http.NonBlocking;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.support.Outbox;
import dev.bogie.transport.support.StallClock;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.machine.CloseCode;
import dev.bogie.websocket.machine.Role;
import dev.bogie.websocket.machine.Timeouts;
import dev.bogie.websocket.machine.WebSocketMachine;
import dev.bogie.websocket.machine.WebSocketMachine.Event;
import dev.bogie.websocket.machine.WebSocketMachine.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives one socket: where machine, outbox, inbox and connection meet. All of it runs in turns of
 * the connection, but for {@link #wake}, {@link #execute} and what is volatile. Each turn ends with
 * {@link #settle}, so whatever brought it about, nothing that was asked for meanwhile is forgotten.
 */
final class SocketDriver {
    private static final SecureRandom KEYS = new SecureRandom();

    private final Connection connection;
    private final WebSocketMachine machine;
    private final Outbox<OutboxMessage, WebSocketClosedException> outbox;
    private final OutboxWriter writer;
    private final LiveSocket socket;
    private final Calls calls;
    private final Delivery delivery;
    private final StallClock stall;
    private final Duration closeTimeout;
    private final long drainNanos;

    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread turn;
    private volatile boolean writable;
    private volatile long pending;
    private volatile @Nullable Runnable whenWritable;
    private volatile boolean untold;
    private volatile @Nullable Timeouts keepAlive;

    private boolean paused;
    private long closeBy = Timeouts.NEVER;
    private long leaveAt = Timeouts.NEVER;
    private @Nullable WebSocketClosedException end;

    SocketDriver(SocketSetup setup, Connection connection) {
        SocketOptions options = setup.options();
        long now = connection.nanoTime();
        this.connection = connection;
        this.machine =
                setup.role() == Role.SERVER
                        ? WebSocketMachine.server(options.limits(), options.timeouts(), now)
                        : WebSocketMachine.client(options.limits(), options.timeouts(), KEYS, now);
        this.outbox = OutboxMessage.outbox(options.outbox());
        this.writer = new OutboxWriter(outbox, connection, machine, setup);
        this.socket = new LiveSocket(setup.agreed(), this, outbox);
        this.calls = new Calls(setup.listener(), socket);
        this.delivery =
                setup.listener() instanceof NonBlocking
                        ? Delivery.direct()
                        : new Inbox(options.inbox(), setup.threads(), this::wake);
        this.stall = new StallClock(options.waits().stall());
        this.closeTimeout = options.timeouts().close();
        this.drainNanos = options.waits().drain().toNanos();
    }

    LiveSocket socket() {
        return socket;
    }

    // In turns, called by the handler.

    void opened() {
        inTurn(() -> delivery.deliver(calls::opened, 0));
    }

    void received(ByteBuffer in) {
        inTurn(() -> read(in));
    }

    /** The end is not settled: the transport closes in order by itself. */
    void inputEnded() {
        note(machine.inputEnded());
        fail();
    }

    void writable() {
        inTurn(() -> {});
    }

    void deadline(long now) {
        inTurn(
                () -> {
                    leaveIfDue(now);
                    note(machine.expire(now));
                    if (stall.isStalled(now)) {
                        connection.abort("slow reader: it took nothing in time");
                    } else if (machine.isOpen() && closeBy != Timeouts.NEVER && now >= closeBy) {
                        connection.abort("slow reader: it did not take what was sent before Close");
                    }
                });
    }

    /** Goes on for as long as there is time to spare. */
    void draining(long until) {
        leaveAt = until - drainNanos;
        inTurn(() -> leaveIfDue(connection.nanoTime()));
    }

    private void leaveIfDue(long now) {
        if (leaveAt != Timeouts.NEVER && now - leaveAt >= 0) {
            leaveAt = Timeouts.NEVER;
            socket.close(CloseCode.GOING_AWAY, "this end is shutting down");
        }
    }

    void closed(Closed how) {
        WebSocketClosedException e = end;
        WebSocketClosed closed =
                e == null
                        ? new WebSocketClosed(CloseCode.ABNORMAL, describe(how), how)
                        : new WebSocketClosed(e.code(), e.reason(), how);
        end = new WebSocketClosedException(closed.code(), closed.reason());
        writable = false;
        fail();
        delivery.deliver(() -> calls.closed(closed), 0);
    }

    // By any thread.

    /** Asks for a turn, unless one is asked for already. */
    void wake() {
        if (woken.compareAndSet(false, true) && !connection.execute(this::woken)) {
            // Refused because many tasks wait: each of them settles what this one would have.
            woken.set(false);
        }
    }

    boolean execute(Runnable task) {
        return connection.execute(() -> inTurn(task));
    }

    boolean isInTurn() {
        return turn == Thread.currentThread();
    }

    /** Something was put into the outbox. */
    void outboxChanged() {
        if (isInTurn()) {
            writer.write();
        } else {
            wake();
        }
    }

    boolean isWritable() {
        return isInTurn() ? hasRoom() : writable;
    }

    long pendingInTransport() {
        return isInTurn() ? connection.pending() : pending;
    }

    void whenWritable(Runnable task) {
        whenWritable = task;
        untold = true;
        wake();
    }

    void setKeepAlive(Timeouts timeouts) {
        keepAlive = timeouts;
        wake();
    }

    void abort(String reason) {
        connection.abort(reason);
    }

    private void woken() {
        woken.set(false);
        inTurn(() -> {});
    }

    private void inTurn(Runnable body) {
        turn = Thread.currentThread();
        try {
            body.run();
            settle();
        } finally {
            turn = null;
        }
    }

    private void read(ByteBuffer in) {
        long now = connection.nanoTime();
        Event event;
        do {
            if (delivery.isFull()) {
                if (!paused) {
                    paused = true;
                    machine.keepAlive().paused();
                    connection.pauseInput();
                }
                return;
            }
            event = machine.next(in, now);
            note(event);
            if (event == Event.TEXT) {
                int size = machine.data().remaining();
                String text = machine.text();
                delivery.deliver(() -> calls.text(text), size);
            } else if (event == Event.BINARY) {
                ByteBuffer data = machine.data();
                delivery.deliver(() -> calls.binary(data), data.remaining());
            }
        } while (event != Event.NEED_MORE && event != Event.ENDED);
    }

    /** Keeps how the socket ends. */
    private void note(Event event) {
        Failure failure = machine.failure();
        if (event == Event.CLOSE) {
            end = new WebSocketClosedException(machine.closeCode(), machine.closeReason());
        } else if (event == Event.FAILURE && failure != null) {
            end = new WebSocketClosedException(failure.code(), failure.reason());
        }
    }

    private void settle() {
        long now = connection.nanoTime();
        Timeouts wanted = keepAlive;
        if (wanted != null) {
            keepAlive = null;
            machine.keepAlive().configure(wanted.pingInterval(), wanted.pongTimeout(), now);
        }
        if (paused && !delivery.isFull()) {
            paused = false;
            machine.keepAlive().resumed(now);
            connection.resumeInput();
        }
        writer.write();
        tellWritable();
        if (machine.owed() > 0 && connection.isWritable()) {
            machine.writeOwed(connection.output(machine.owed()));
        }
        if (!machine.isOpen()) {
            fail();
        }
        switch (machine.transportEnd()) {
            case CLOSE -> connection.close();
            case ABORT -> connection.abort(end == null ? "closed" : end.reason());
            case NOT_YET -> setDeadline(now);
        }
    }

    private void tellWritable() {
        boolean room = hasRoom();
        Runnable task = whenWritable;
        if (room && untold && task != null) {
            untold = false;
            task.run();
            room = hasRoom();
        }
        untold |= !room;
        writable = room;
        pending = connection.pending();
    }

    private void setDeadline(long now) {
        if (machine.isOpen() && closeBy == Timeouts.NEVER && outbox.end() != null) {
            closeBy = now + closeTimeout.toNanos();
        }
        stall.waiting(hasRoom() ? 0 : connection.pending(), now);
        long closing = machine.isOpen() ? Math.min(closeBy, leaveAt) : Timeouts.NEVER;
        connection.deadline(Math.min(machine.deadline(), Math.min(closing, stall.deadline())));
    }

    private boolean hasRoom() {
        return machine.isOpen() && connection.isWritable() && writer.isEmpty();
    }

    /** Tells all who wait for what can't be sent any more. */
    private void fail() {
        WebSocketClosedException how = end;
        writer.fail(how == null ? new WebSocketClosedException(CloseCode.ABNORMAL, "") : how);
    }

    private static String describe(Closed how) {
        return how instanceof Closed.Aborted(String reason) ? reason : how.describe();
    }
}
