package dev.bogie.tls.machine;

import javax.net.ssl.SSLEngine;

/** Makes a server's engine. */
@FunctionalInterface
public interface EngineMaker {
    /**
     * Makes an engine; called in a {@linkplain TlsMachine#task task}.
     *
     * @param hello what the client asks for
     * @return a new engine in server mode
     * @throws Exception a {@link TlsException} if the peer is to be told its alert; anything else
     *     is an internal error
     */
    SSLEngine engine(ClientHello hello) throws Exception;
}
