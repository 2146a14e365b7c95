package dev.bogie.tls;

import dev.bogie.tls.machine.ClientHello;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/** Whole handshakes between two materials. */
final class Handshakes {
    private Handshakes() {}

    static SSLEngine engine(TlsMaterial client, String host) throws Exception {
        return client.client(Optional.of(InetSocketAddress.createUnresolved(host, 443)), List.of());
    }

    static SSLEngine engine(TlsMaterial server, Optional<String> name) throws Exception {
        return server.server(new ClientHello(name, List.of()), List.of());
    }

    static TwoEngines.Done shake(TlsMaterial client, String host, TlsMaterial server)
            throws Exception {
        return TwoEngines.shake(engine(client, host), engine(server, Optional.of(host)));
    }

    /** Whose certificate a name gets, whoever believes it. */
    static String shown(TlsMaterial server, Optional<String> name) throws Exception {
        TlsMaterial credulous = TlsMaterial.client().trust(new InsecureTrustEverything()).build();
        return TwoEngines.shake(engine(credulous, "any.example"), engine(server, name)).subject();
    }

    static String shown(TlsMaterial server, String name) throws Exception {
        return shown(server, Optional.of(name));
    }
}
