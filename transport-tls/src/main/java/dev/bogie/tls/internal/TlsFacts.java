package dev.bogie.tls.internal;

import dev.bogie.tls.PeerIdentity;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Info;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLSession;

/**
 * What TLS knows of a connection once the handshake is done. Any thread.
 *
 * @param session what was agreed
 * @param alpn the ALPN id, if one was
 * @param sni the name that a client asked for, on a server
 * @param halfClose whether one direction may end before the other
 */
record TlsFacts(
        SSLSession session, Optional<String> alpn, Optional<String> sni, boolean halfClose) {

    static TlsFacts of(TlsMachine machine) {
        return new TlsFacts(
                machine.session().orElseThrow(),
                machine.applicationProtocol(),
                machine.hello().flatMap(ClientHello::serverName),
                machine.mayHalfClose());
    }

    <T> Optional<T> find(Info<T> key) {
        if (key.equals(Info.TLS_SESSION)) {
            return Optional.of(key.type().cast(session));
        }
        if (key.equals(Info.ALPN)) {
            return alpn.map(key.type()::cast);
        }
        if (key.equals(Info.SNI)) {
            return sni.map(key.type()::cast);
        }
        return key.equals(PeerIdentity.KEY)
                ? PeerIdentity.of(session).map(key.type()::cast)
                : Optional.empty();
    }

    /** A fact from below, less what TLS takes away. */
    <T> Optional<T> asSeenAbove(Info<T> key, Optional<T> fact) {
        if (!key.equals(Info.CAPABILITIES)) {
            return fact;
        }
        return fact.map(f -> key.type().cast(without((Set<?>) f)));
    }

    private Set<?> without(Set<?> capabilities) {
        return capabilities.stream()
                .filter(c -> c != Capability.FILE_TRANSFER) // it would not be encrypted
                .filter(c -> halfClose || c != Capability.HALF_CLOSE)
                .collect(Collectors.toUnmodifiableSet());
    }
}
