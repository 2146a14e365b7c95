package dev.bogie.websocket.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.websocket.machine.FrameEncoder;
import dev.bogie.websocket.machine.Opcode;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A client that does what it should not: it says what a test tells it, and answers nothing. */
final class RawPeer implements ConnectionHandler {
    private final FrameEncoder frames = FrameEncoder.client(new Random(1));
    private final boolean reads;
    private @Nullable Connection connection;
    long received;
    @Nullable Closed closed;

    RawPeer(boolean reads) {
        this.reads = reads;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        if (!reads) {
            opened.pauseInput();
        }
    }

    @Override
    public void received(ByteBuffer in) {
        received += in.remaining();
        in.position(in.limit());
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        return AfterInput.CLOSE;
    }

    @Override
    public void closed(Closed how) {
        closed = how;
    }

    void text(String text) {
        frame(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(Opcode opcode, byte[] payload) {
        run(
                c -> {
                    ByteBuffer out = c.output(frames.frameSize(payload.length));
                    frames.frame(out, opcode, true, ByteBuffer.wrap(payload));
                });
    }

    void run(java.util.function.Consumer<Connection> task) {
        Connection open = connection;
        if (open == null || !open.execute(() -> task.accept(open))) {
            throw new IllegalStateException("not open");
        }
    }
}
