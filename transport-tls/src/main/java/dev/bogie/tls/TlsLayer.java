package dev.bogie.tls;

import dev.bogie.tls.internal.FirstByte;
import dev.bogie.tls.internal.TlsHandler;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * TLS between a transport and a protocol; found as the layer {@code tls}.
 *
 * <p>Thread-safe.
 */
public final class TlsLayer implements Layer {
    private static final int FREE_BUFFERS = 32;
    private static final List<Setting<?>> SETTINGS =
            Stream.concat(TlsSettings.ALL.stream(), MaterialSettings.ALL.stream()).toList();

    private final @Nullable EngineSource given;
    private final ConfiguredSources configured = new ConfiguredSources();
    private final BufferPool buffers = ChunkPool.onHeap(FREE_BUFFERS, TlsMachine.MAX_RECORD);

    /**
     * For the service loader: certificates and trust come from the settings, {@link
     * MaterialSettings}.
     */
    public TlsLayer() {
        this.given = null;
    }

    /**
     * A layer with certificates and trust of one's own.
     *
     * @param source where engines come from
     */
    public TlsLayer(EngineSource source) {
        this.given = source;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    /**
     * Reads keys, certificates and trust, unless they were given.
     *
     * @throws MaterialException if they cannot be used
     * @throws IllegalArgumentException if a record has no room between the marks of the output
     */
    @Override
    public void prepare(LayerContext.Side side, TransportContext context) throws MaterialException {
        checkMarks(StreamLimits.of(context.settings()));
        if (given == null) {
            Object unused = configured.read(side, context.settings(), context.threads());
        }
    }

    @Override
    public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
        TlsHandler tls = handler(above, context, false);
        return context.side() == LayerContext.Side.SERVER
                        && context.settings().get(TlsSettings.ALLOW_PLAIN)
                ? new FirstByte(tls, above, context)
                : tls;
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

    private TlsHandler handler(ConnectionHandler above, LayerContext context, boolean upgrade) {
        checkMarks(StreamLimits.of(context.settings()));
        EngineSource source = given == null ? configured.of(context) : given;
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
}
