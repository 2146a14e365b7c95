package dev.bogie.websocket.internal;

import dev.bogie.transport.Connection;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.Outbox;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.machine.Opcode;
import dev.bogie.websocket.machine.Role;
import dev.bogie.websocket.machine.WebSocketMachine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves messages from the outbox to the connection while that has room, and tells those who wait
 * for them. The driver's.
 */
final class OutboxWriter {
    /** A larger message goes in fragments, so that Pings and Closes need not wait for all of it. */
    private static final int FRAGMENT = 32 * 1024;

    /** Two bytes and a length of eight. */
    private static final int LONGEST_HEADER = 10;

    private final Outbox<OutboxMessage, WebSocketClosedException> outbox;
    private final Connection connection;
    private final WebSocketMachine machine;
    private final Role role;
    private final Threads threads;
    private final List<OutboxMessage> written = new ArrayList<>();
    private boolean writing;

    OutboxWriter(
            Outbox<OutboxMessage, WebSocketClosedException> outbox,
            Connection connection,
            WebSocketMachine machine,
            SocketSetup setup) {
        this.outbox = outbox;
        this.connection = connection;
        this.machine = machine;
        this.role = setup.role();
        this.threads = setup.threads();
    }

    /** Writes what there is room for. */
    void write() {
        if (writing) {
            return; // what completes a result may send in its turn
        }
        writing = true;
        try {
            OutboxMessage message = outbox.first();
            while (message != null && machine.isOpen() && connection.isWritable()) {
                if (writePart(message)) {
                    outbox.removeFirst();
                    written.add(message);
                    message = outbox.first();
                }
            }
            if (!written.isEmpty() && connection.isWritable()) {
                complete();
            }
        } finally {
            writing = false;
        }
    }

    /** Nothing more is sent: tells all who wait. */
    void fail(WebSocketClosedException how) {
        outbox.shut(how);
        List<OutboxMessage> left = outbox.clear();
        WebSocketClosedException end = outbox.end();
        if (!left.isEmpty()) {
            start(() -> left.forEach(m -> m.sent.completeExceptionally(end == null ? how : end)));
        }
        if (!written.isEmpty()) {
            complete(); // they were handed over; whether they arrived nobody can say
        }
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** Returns true if that was the rest of it. */
    private boolean writePart(OutboxMessage message) {
        if (message.opcode == Opcode.CLOSE) {
            machine.close(message.closeCode, message.closeReason, connection.nanoTime());
            return true;
        }
        ByteBuffer frame = message.frame;
        if (frame != null && role == Role.SERVER && frame.remaining() <= FRAGMENT) {
            connection.write(frame, OutboxWriter::released);
            return true;
        }
        int length = Math.min(FRAGMENT, message.payload.remaining());
        boolean last = length == message.payload.remaining();
        Opcode opcode = message.hasBegun() ? Opcode.CONTINUATION : message.opcode;
        ByteBuffer part = message.payload.slice(message.payload.position(), length);
        if (role == Role.SERVER) {
            machine.sendHeader(opcode, last, length, connection.output(LONGEST_HEADER));
            if (length > 0) {
                connection.write(part, OutboxWriter::released);
            }
        } else {
            machine.send(opcode, last, part, connection.output(machine.frameSize(length)));
        }
        message.payload.position(message.payload.position() + length);
        return last;
    }

    /** What is given to the transport is the garbage collector's to release. */
    private static void released() {}

    /** Where something may be attached, it runs on a thread that may wait; this one may not. */
    private void complete() {
        List<OutboxMessage> awaited = new ArrayList<>();
        for (OutboxMessage message : written) {
            if (message.handedOut) {
                awaited.add(message);
            } else {
                message.sent.complete(null);
            }
        }
        written.clear();
        if (!awaited.isEmpty()) {
            start(() -> awaited.forEach(m -> m.sent.complete(null)));
        }
    }

    private void start(Runnable body) {
        Thread unused = threads.start(Threads.Kind.VIRTUAL, "websocket-sent", body);
    }
}
