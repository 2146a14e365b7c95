package dev.bogie.proxyprotocol.internal;

import dev.bogie.proxyprotocol.machine.Endpoint;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.proxyprotocol.machine.ProxyHeaderEncoder;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.LayerContext;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Begins one connection of a client with a header, and hands over to the handler above. */
public final class HeaderWriter implements ConnectionHandler {
    private final Function<Connection, ProxyHeader> header;
    private final BiConsumer<ProxyHeader, ByteBuffer> encoder;
    private final ConnectionHandler above;
    private final BiConsumer<Connection, Closed> refused;
    private @Nullable Connection connection;

    private HeaderWriter(
            Function<Connection, ProxyHeader> header,
            BiConsumer<ProxyHeader, ByteBuffer> encoder,
            ConnectionHandler above,
            BiConsumer<Connection, Closed> refused) {
        this.header = header;
        this.encoder = encoder;
        this.above = above;
        this.refused = refused;
    }

    /**
     * Writes what it is given.
     *
     * @param header what to say
     * @param above the handler from then on
     * @return a new handler
     */
    public static HeaderWriter of(ProxyHeader header, ConnectionHandler above) {
        return new HeaderWriter(_ -> header, ProxyHeaderEncoder::writeBinary, above, (_, _) -> {});
    }

    static HeaderWriter ofOwnEnds(
            BiConsumer<ProxyHeader, ByteBuffer> encoder,
            ConnectionHandler above,
            LayerContext context) {
        return new HeaderWriter(HeaderWriter::ownEnds, encoder, above, context::refused);
    }

    private static ProxyHeader ownEnds(Connection connection) {
        Optional<Endpoint> source =
                connection.info(Info.LOCAL_ADDRESS).flatMap(ProxiedEnds::endpoint);
        Optional<Endpoint> destination =
                connection.info(Info.REMOTE_ADDRESS).flatMap(ProxiedEnds::endpoint);
        if (source.isEmpty()
                || destination.isEmpty()
                || source.get().isIpv6() != destination.get().isIpv6()) {
            return ProxyHeader.local();
        }
        return new ProxyHeader.Internet(source.get(), destination.get());
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        encoder.accept(header.apply(opened), opened.output(ProxyHeaderEncoder.MAX_LENGTH));
        opened.switchTo(above);
    }

    @Override
    public void received(ByteBuffer in) {
        throw new IllegalStateException("handed over when it was opened");
    }

    @Override
    public void closed(Closed how) {
        if (connection != null) {
            refused.accept(connection, how);
        }
    }
}
