package dev.bogie.tls;

import dev.bogie.tls.internal.TlsHandler;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.StreamLimits;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/**
 * TLS between a transport and a protocol; found as the layer {@code tls}.
 *
 * <p>Thread-safe.
 */
public final class TlsLayer implements Layer {
    private static final int FREE_BUFFERS = 32;

    private final EngineSource source;
    private final BufferPool buffers = ChunkPool.onHeap(FREE_BUFFERS, TlsMachine.MAX_RECORD);

    /** For the service loader: certificates and trust come from the settings. */
    public TlsLayer() {
        this(new Unconfigured());
    }

    /**
     * A layer with certificates and trust of one's own.
     *
     * @param source where engines come from
     */
    public TlsLayer(EngineSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Setting<?>> settings() {
        return TlsSettings.ALL;
    }

    @Override
    public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
        return handler(above, context, false);
    }

    /**
     * TLS on a connection that has spoken in the clear (STARTTLS): for {@link
     * dev.bogie.transport.Connection#switchTo}, after what was agreed has been consumed. Fails if
     * bytes are unread when it takes over: whoever injected them would have them taken for
     * protected (CVE-2011-0411).
     *
     * @param above the handler above, new
     * @param context which side this is, and whom it talks to
     * @return the handler to switch to
     */
    public ConnectionHandler upgrade(ConnectionHandler above, LayerContext context) {
        return handler(above, context, true);
    }

    private ConnectionHandler handler(
            ConnectionHandler above, LayerContext context, boolean upgrade) {
        checkMarks(StreamLimits.of(context.settings()));
        return new TlsHandler(above, context, new TlsHandler.Shared(source, buffers), upgrade);
    }

    /** A record must fit between the marks, or output could wait for ever. */
    private static void checkMarks(StreamLimits limits) {
        if (limits.maxPending() - limits.highMark() < TlsMachine.MAX_RECORD) {
            throw new IllegalArgumentException(
                    "under TLS %s must exceed %s by %d bytes, a record: %d and %d do not"
                            .formatted(
                                    StreamLimits.MAX_PENDING,
                                    StreamLimits.HIGH_MARK,
                                    TlsMachine.MAX_RECORD,
                                    limits.maxPending(),
                                    limits.highMark()));
        }
    }

    private static final class Unconfigured implements EngineSource {
        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws IOException {
            throw new IOException("TLS has no certificate");
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws IOException {
            throw new IOException("TLS has no trust");
        }
    }
}
