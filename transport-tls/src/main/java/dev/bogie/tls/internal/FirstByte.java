package dev.bogie.tls.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * TLS or not, on one port: the first byte of a client tells. That of TLS is 22 (RFC 8446 §5.1), a
 * control character that no text protocol begins with, a method of HTTP in particular (RFC 9110
 * §9.1).
 */
public final class FirstByte implements ConnectionHandler {
    private static final int HANDSHAKE = 22;

    private final ConnectionHandler tls;
    private final ConnectionHandler plain;
    private final Duration within;
    private @Nullable Connection connection;

    /**
     * The choice for one connection.
     *
     * @param tls takes over if TLS begins
     * @param plain takes over otherwise
     * @param within how long a client may wait with its first byte
     */
    public FirstByte(ConnectionHandler tls, ConnectionHandler plain, Duration within) {
        this.tls = tls;
        this.plain = plain;
        this.within = within;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        opened.deadline(opened.nanoTime() + within.toNanos());
    }

    @Override
    public void received(ByteBuffer in) {
        if (connection != null && in.hasRemaining()) {
            connection.switchTo(in.get(in.position()) == HANDSHAKE ? tls : plain);
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        return AfterInput.CLOSE;
    }

    @Override
    public void deadline(long now) {
        if (connection != null) {
            connection.abort("no first byte came in time");
        }
    }

    @Override
    public void draining(long until) {
        if (connection != null) {
            connection.close();
        }
    }
}
