package dev.bogie.tls.internal;

import dev.bogie.tls.TlsSettings;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.LayerContext;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * TLS or not, on one port: the first byte of a client tells. That of TLS is 22 (RFC 8446 §5.1), a
 * control character that no text protocol begins with, a method of HTTP in particular (RFC 9110
 * §9.1). It must come within {@code tls.handshake-timeout}, and so must the whole handshake.
 */
public final class FirstByte implements ConnectionHandler {
    private static final int HANDSHAKE = 22;

    private final TlsHandler tls;
    private final ConnectionHandler plain;
    private final LayerContext context;
    private @Nullable Connection connection;
    private long until;

    /**
     * The choice for one connection.
     *
     * @param tls takes over if TLS begins
     * @param plain takes over otherwise
     * @param context which is told if neither does
     */
    public FirstByte(TlsHandler tls, ConnectionHandler plain, LayerContext context) {
        this.tls = tls;
        this.plain = plain;
        this.context = context;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        until = opened.nanoTime() + context.settings().get(TlsSettings.HANDSHAKE_TIMEOUT).toNanos();
        opened.deadline(until);
    }

    @Override
    public void received(ByteBuffer in) {
        if (connection != null && in.hasRemaining()) {
            boolean secure = in.get(in.position()) == HANDSHAKE;
            if (secure) {
                tls.doneBy(until);
            }
            connection.switchTo(secure ? tls : plain);
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

    @Override
    public void closed(Closed how) {
        if (connection != null) {
            context.refused(connection, how);
        }
    }
}
