package org.example.dns;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;

import org.example.dns.machine.Responder;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Questions on a connection, each behind its length in two bytes (RFC 1035 §4.2.2), as many as the
 * client likes (RFC 7766 §6.2). Who takes no answers is asked for no more questions.
 */
final class DnsConnection implements ConnectionHandler {
    private static final int LENGTH = 2;

    private final Responder responder;
    private final long idleNanos;
    private Connection connection;

    DnsConnection(Responder responder, long idleNanos) {
        this.responder = responder;
        this.idleNanos = idleNanos;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        rest();
    }

    private void rest() {
        connection.deadline(connection.nanoTime() + idleNanos);
    }

    @Override
    public void received(ByteBuffer in) {
        while (in.remaining() >= LENGTH) {
            if (!connection.isWritable()) {
                connection.pauseInput();
                return;
            }
            int length = Short.toUnsignedInt(in.getShort(in.position()));
            if (in.remaining() < LENGTH + length) {
                connection.expect(LENGTH + length);
                return;
            }
            Optional<ByteBuffer> answer =
                    responder.toMessage(in.slice(in.position() + LENGTH, length));
            in.position(in.position() + LENGTH + length);
            if (answer.isEmpty()) {
                connection.abort("what came is no question");
                return;
            }
            int size = answer.get().remaining();
            connection.output(LENGTH + size).putShort((short) size).put(answer.get());
            rest();
        }
    }

    @Override
    public void writable() {
        connection.resumeInput();
    }

    @Override
    public void deadline(long now) {
        connection.close();
    }

    @Override
    public void draining(long until) {
        connection.close();
    }

    @Override
    public void closed(Closed how) {}
}
