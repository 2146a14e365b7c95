package dev.bogie.proxyprotocol.internal;

import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.proxyprotocol.TrustedPeers;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.proxyprotocol.machine.ProxyHeaderDecoder;
import dev.bogie.proxyprotocol.machine.ProxyHeaderException;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Waits for the header of one connection of a server, and hands over to the handler above. */
final class HeaderReader implements ConnectionHandler {
    private final ConnectionHandler above;
    private final TrustedPeers trusted;
    private final long withinNanos;
    private final ProxyHeaderDecoder decoder;
    private final LayerContext context;
    private @Nullable Connection connection;

    HeaderReader(ConnectionHandler above, LayerContext context) {
        Settings settings = context.settings();
        this.above = above;
        this.trusted = settings.get(ProxyProtocol.TRUSTED);
        this.withinNanos = settings.get(ProxyProtocol.HEADER_TIMEOUT).toNanos();
        this.decoder =
                new ProxyHeaderDecoder(Math.toIntExact(settings.get(ProxyProtocol.MAX_HEADER)));
        this.context = context;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        Optional<SocketAddress> peer = opened.info(Info.REMOTE_ADDRESS);
        if (peer.isEmpty() || !trusted.trusts(peer.get())) {
            refuse("it is not a trusted proxy: " + ProxyProtocol.TRUSTED + " is " + trusted);
            return;
        }
        opened.deadline(opened.nanoTime() + withinNanos);
    }

    @Override
    public void received(ByteBuffer in) {
        Connection present = connection();
        try {
            ProxyHeader header = decoder.next(in);
            if (header != null) {
                present.switchTo(behind(header, present));
            } else if (decoder.length(in) > 0) {
                present.expect(decoder.length(in));
            }
        } catch (ProxyHeaderException e) {
            refuse("it sent " + e.getMessage());
        } catch (InvalidPathException e) {
            refuse("it sent a path that this system does not allow: " + e.getMessage());
        }
    }

    private ConnectionHandler behind(ProxyHeader header, Connection present) {
        return ProxiedEnds.of(header, present)
                .<ConnectionHandler>map(ends -> new ProxiedHandler(above, ends))
                .orElse(above);
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        if (rest.hasRemaining()) {
            refuse("it ended within the header");
        }
        return AfterInput.CLOSE;
    }

    @Override
    public void deadline(long now) {
        refuse("its header did not come within " + ProxyProtocol.HEADER_TIMEOUT);
    }

    @Override
    public void draining(long until) {
        connection().close(); // nothing was begun
    }

    private Connection connection() {
        Connection present = connection;
        if (present == null) {
            throw new IllegalStateException("not open yet");
        }
        return present;
    }

    /** The handler above was not opened: it is no fault if the peer only looked who listens. */
    @Override
    public void closed(Closed how) {
        context.refused(connection(), how);
    }

    private void refuse(String why) {
        connection().abort("PROXY protocol: " + why);
    }
}
