package dev.bogie.tls;

import dev.bogie.tls.machine.ClientHello;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Where the engine of each connection comes from: the seam between {@link TlsLayer}, which knows no
 * certificate, and whatever keeps keys, certificates and trust.
 *
 * <p>A source decides all that is a matter of trust: which certificate a name gets, whose
 * certificates are believed, whether a client must show one, which versions and ciphers are spoken.
 * It returns an engine that is configured but has not begun: the layer chooses the ALPN ids unless
 * the source has set some, and drives it. An engine belongs to one connection.
 *
 * <p><b>Threads.</b> Thread-safe. {@link #server} is asked on a thread that may block for a moment
 * (never a loop); {@link #client} on the driver, and must be quick.
 *
 * <p><b>Failure.</b> What a source throws ends that connection and no other; the peer is sent a
 * fatal alert.
 */
public interface EngineSource {

    /**
     * An engine for a connection that was accepted.
     *
     * @param hello what the client asks for, as it came in: nothing of it is proven
     * @param protocols the ALPN ids that can be served here, the preferred first; empty if ALPN is
     *     not to be spoken
     * @return a new engine in server mode
     * @throws Exception if there is none: the connection ends, with the alert {@code
     *     internal_error}, or that of a {@link dev.bogie.tls.machine.TlsException}
     */
    SSLEngine server(ClientHello hello, List<String> protocols) throws Exception;

    /**
     * An engine for a connection that was opened. It must check that the certificate it is shown is
     * that of the target (endpoint identification), unless its type says that it trusts all.
     *
     * @param target whom the connection was meant to reach, by name where a name was given; empty
     *     if unknown
     * @param protocols the ALPN ids that are wanted, the preferred first; maybe empty
     * @return a new engine in client mode
     * @throws Exception if there is none: the connection ends
     */
    SSLEngine client(Optional<SocketAddress> target, List<String> protocols) throws Exception;

    /**
     * A source of engines of one context, the same for all names: servers ask for no client
     * certificate; clients check the certificate against the target's name.
     *
     * @param context with its keys and trust; resumption is tied to it
     * @return the source
     */
    static EngineSource of(SSLContext context) {
        return new EngineSource() {
            @Override
            public SSLEngine server(ClientHello hello, List<String> protocols) {
                SSLEngine engine = context.createSSLEngine();
                engine.setUseClientMode(false);
                return engine;
            }

            @Override
            public SSLEngine client(Optional<SocketAddress> target, List<String> protocols) {
                SSLEngine engine =
                        target.orElse(null) instanceof InetSocketAddress inet
                                ? context.createSSLEngine(inet.getHostString(), inet.getPort())
                                : context.createSSLEngine();
                engine.setUseClientMode(true);
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
                return engine;
            }
        };
    }
}
