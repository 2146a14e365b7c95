package dev.bogie.proxyprotocol;

import dev.bogie.proxyprotocol.internal.HeaderWriter;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.proxyprotocol.machine.ProxyHeaderDecoder;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.Setting;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The layer's name, settings and facts, and headers for proxies.
 *
 * <p>On a server the layer asks for a header, of either version, on <em>every</em> connection, and
 * only {@linkplain #TRUSTED trusted} peers may connect: who could choose between sending a header
 * and not, or send one though nobody trusts it, could be whoever it likes. Any other connection is
 * aborted, and a line in the log says why. A header that names nobody (a proxy's health check)
 * leaves the connection's own addresses.
 *
 * <p>On a client the layer announces the connection's own ends, as a proxy does for its health
 * checks. A proxy says more with {@link #announcing}.
 */
public final class ProxyProtocol {
    /** The layer's name. */
    public static final String NAME = "proxy-protocol";

    /** Whose connections are accepted. */
    public static final Setting<TrustedPeers> TRUSTED =
            Setting.of(
                    "proxy-protocol.trusted",
                    TrustedPeers.of("127.0.0.0/8, ::1"),
                    "addresses and ranges like 10.0.0.0/8, separated by commas",
                    TrustedPeers::of,
                    "proxies that may connect, with a header; nobody else may");

    /** How long after the accept the header must be whole. */
    public static final Setting<Duration> HEADER_TIMEOUT =
            Setting.duration(
                    "proxy-protocol.header-timeout",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "time from the accept to the end of the header");

    /** The most bytes of a header of version 2. */
    public static final Setting<Long> MAX_HEADER =
            Setting.size(
                    "proxy-protocol.max-header",
                    Setting.kib(4),
                    ProxyHeaderDecoder.LEAST_LIMIT,
                    Setting.kib(64),
                    "bytes of a version 2 header, its extensions included");

    /** The version that clients write. */
    public static final Setting<String> SEND =
            Setting.choice(
                    "proxy-protocol.send",
                    "v2",
                    List.of("v1", "v2"),
                    "the version of the header that clients write");

    /** The settings of the layer. */
    public static final List<Setting<?>> SETTINGS =
            List.of(TRUSTED, HEADER_TIMEOUT, MAX_HEADER, SEND);

    /** The proxy's own address, where the header named another as the remote one. */
    public static final Info<SocketAddress> PROXY_ADDRESS =
            new Info<>("proxy-address", SocketAddress.class);

    private ProxyProtocol() {}

    /**
     * A handler that begins a connection with a header of version 2 and hands over: for proxies,
     * which know whom they connect for.
     *
     * @param header what to say
     * @param above the handler from then on; new, not yet {@code opened}
     * @return a handler for {@link dev.bogie.transport.Engine#connect}
     */
    public static ConnectionHandler announcing(ProxyHeader header, ConnectionHandler above) {
        return HeaderWriter.of(header, above);
    }
}
