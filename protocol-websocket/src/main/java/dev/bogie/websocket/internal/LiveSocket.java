package dev.bogie.websocket.internal;

import dev.bogie.http.Request;
import dev.bogie.transport.support.Outbox;
import dev.bogie.websocket.SharedMessage;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.internal.SocketSetup.Agreed;
import dev.bogie.websocket.machine.CloseCode;
import dev.bogie.websocket.machine.ClosingHandshake;
import dev.bogie.websocket.machine.Opcode;
import dev.bogie.websocket.machine.Role;
import dev.bogie.websocket.machine.Timeouts;
import dev.bogie.websocket.machine.WebSocketMachine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket as the application sees it. */
final class LiveSocket implements WebSocket {
    private final Agreed agreed;
    private final SocketDriver driver;
    private final Outbox<OutboxMessage, WebSocketClosedException> outbox;

    LiveSocket(
            Agreed agreed,
            SocketDriver driver,
            Outbox<OutboxMessage, WebSocketClosedException> outbox) {
        this.agreed = agreed;
        this.driver = driver;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Void> send(String text) {
        return send(OutboxMessage.of(Opcode.TEXT, WebSocketMachine.utf8(text)));
    }

    @Override
    public CompletionStage<Void> send(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return send(OutboxMessage.of(Opcode.BINARY, ByteBuffer.wrap(copy)));
    }

    @Override
    public CompletionStage<Void> send(SharedMessage message) {
        return send(OutboxMessage.of(message));
    }

    private CompletionStage<Void> send(OutboxMessage message) {
        // In a turn nobody has seen the result yet when it completes: that needs no other thread.
        message.handedOut = !driver.isInTurn();
        switch (outbox.add(message)) {
            case QUEUED -> {
                driver.outboxChanged();
                message.handedOut = true;
                return message.sent;
            }
            case FULL -> {
                String reason = "slow reader: its outbox is full (websocket.max-outbox)";
                driver.abort(reason);
                return CompletableFuture.failedFuture(
                        new WebSocketClosedException(CloseCode.ABNORMAL, reason));
            }
            case SHUT -> {
                WebSocketClosedException end = outbox.end();
                return CompletableFuture.failedFuture(
                        end == null ? new WebSocketClosedException(CloseCode.ABNORMAL, "") : end);
            }
        }
        throw new AssertionError();
    }

    @Override
    public void close(int code, String reason) {
        // Checked by what will send it, here where the caller is told.
        new ClosingHandshake(Role.SERVER, Duration.ZERO).start(code, reason, 0);
        var end = new WebSocketClosedException(code, reason);
        if (outbox.addLast(OutboxMessage.close(code, reason), end)) {
            driver.outboxChanged();
        }
    }

    @Override
    public void abort(String reason) {
        driver.abort(reason);
    }

    @Override
    public boolean isOpen() {
        return outbox.end() == null;
    }

    @Override
    public Request request() {
        return agreed.request();
    }

    @Override
    public String subprotocol() {
        return agreed.subprotocol();
    }

    @Override
    public void setKeepAlive(Duration interval, Duration timeout) {
        driver.setKeepAlive(new Timeouts(Duration.ZERO, Duration.ZERO, interval, timeout));
    }

    @Override
    public long pending() {
        return outbox.bytes() + driver.pendingInTransport();
    }

    @Override
    public boolean isWritable() {
        return driver.isWritable();
    }

    @Override
    public void whenWritable(Runnable task) {
        driver.whenWritable(task);
    }

    @Override
    public boolean execute(Runnable task) {
        return driver.execute(task);
    }

    @Override
    public String toString() {
        return "WebSocket of " + agreed.request();
    }
}
