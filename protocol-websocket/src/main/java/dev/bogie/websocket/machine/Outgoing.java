package dev.bogie.websocket.machine;

import dev.bogie.websocket.machine.ClosingHandshake.State;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The writing half of {@link WebSocketMachine}: what frame may come when, and what the protocol
 * itself owes the peer.
 */
final class Outgoing {
    private final FrameEncoder encoder;
    private final ClosingHandshake closing;

    private @Nullable ByteBuffer pong;
    private @Nullable ByteBuffer ping;
    private boolean insideMessage;

    Outgoing(FrameEncoder encoder, ClosingHandshake closing) {
        this.encoder = encoder;
        this.closing = closing;
    }

    int frameSize(int payload) {
        return encoder.frameSize(payload);
    }

    boolean mayStartMessage() {
        return closing.state() == State.OPEN && !insideMessage;
    }

    void send(Opcode opcode, boolean last, ByteBuffer payload, ByteBuffer out) {
        check(opcode);
        encoder.frame(out, opcode, last, payload);
        sent(opcode, last);
    }

    void sendHeader(Opcode opcode, boolean last, long length, ByteBuffer out) {
        check(opcode);
        encoder.header(out, opcode, last, length);
        sent(opcode, last);
    }

    /** Answers a Ping; an answer that has not been written is overtaken by this one (§5.5.3). */
    void owePong(ByteBuffer payload) {
        pong = payload;
    }

    void owePing(ByteBuffer payload) {
        ping = payload;
    }

    int owed() {
        int bytes = closing.owesFrame() ? frameSize(closing.payload().remaining()) : 0;
        if (maySendControl()) {
            bytes += pong == null ? 0 : frameSize(pong.remaining());
            bytes += ping == null ? 0 : frameSize(ping.remaining());
        }
        return bytes;
    }

    void writeOwed(ByteBuffer out) {
        if (maySendControl()) {
            writeControl(Opcode.PONG, pong, out);
            writeControl(Opcode.PING, ping, out);
        }
        pong = null;
        ping = null;
        if (closing.owesFrame()) {
            encoder.frame(out, Opcode.CLOSE, true, closing.payload());
            closing.sent();
        }
    }

    private void writeControl(Opcode opcode, @Nullable ByteBuffer payload, ByteBuffer out) {
        if (payload != null) {
            encoder.frame(out, opcode, true, payload);
        }
    }

    /** Nothing follows this end's Close (§5.5.1), control frames included. */
    private boolean maySendControl() {
        return closing.state() == State.OPEN || closing.owesFrame();
    }

    private void check(Opcode opcode) {
        if (closing.state() != State.OPEN) {
            throw new IllegalStateException("nothing can be sent in state " + closing.state());
        }
        switch (opcode) {
            case TEXT, BINARY -> {
                if (insideMessage) {
                    throw new IllegalStateException(
                            opcode + " inside a fragmented message: send CONTINUATION first");
                }
            }
            case CONTINUATION -> {
                if (!insideMessage) {
                    throw new IllegalStateException("CONTINUATION without a fragmented message");
                }
            }
            case CLOSE -> throw new IllegalArgumentException("a Close is sent by close()");
            case PING, PONG -> {}
        }
    }

    private void sent(Opcode opcode, boolean last) {
        if (!opcode.isControl()) {
            insideMessage = !last;
        }
    }
}
