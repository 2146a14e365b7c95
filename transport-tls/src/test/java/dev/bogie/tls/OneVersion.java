package dev.bogie.tls;

import dev.bogie.tls.machine.ClientHello;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/**
 * Engines that speak one version of TLS.
 *
 * @param version as the JDK names it
 * @param source where they come from
 */
public record OneVersion(String version, EngineSource source) implements EngineSource {

    /** With the key of {@link TestKeys}. */
    public OneVersion(String version) {
        this(version, EngineSource.of(TestKeys.context()));
    }

    @Override
    public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
        return only(source.server(hello, protocols));
    }

    @Override
    public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
            throws Exception {
        return only(source.client(target, protocols));
    }

    private SSLEngine only(SSLEngine engine) {
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }
}
