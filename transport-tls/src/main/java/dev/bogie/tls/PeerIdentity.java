package dev.bogie.tls;

import dev.bogie.tls.internal.material.Certificates;
import dev.bogie.transport.Info;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/**
 * Who the peer has proven to be, by a certificate that this side believes (or, on a client, chose
 * to believe: {@link InsecureTrustEverything}).
 *
 * @param chain the peer's own certificate first; at least one
 */
public record PeerIdentity(List<X509Certificate> chain) {

    /** The peer's identity; there is none on a server whose client showed no certificate. */
    public static final Info<PeerIdentity> KEY = new Info<>("peer-identity", PeerIdentity.class);

    /** An identity of at least one certificate. */
    public PeerIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity without a certificate");
        }
    }

    /**
     * The identity that a handshake has proven.
     *
     * @param session of the connection, after its handshake
     * @return empty if the peer showed no certificate
     */
    public static Optional<PeerIdentity> of(SSLSession session) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            return Optional.of(
                    new PeerIdentity(
                            Arrays.stream(shown).map(X509Certificate.class::cast).toList()));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** {@return the subject of the peer's certificate} */
    public X500Principal subject() {
        return chain.getFirst().getSubjectX500Principal();
    }

    /** {@return the DNS names of the peer's certificate, in lower case} */
    public Set<String> names() {
        return Certificates.names(chain.getFirst());
    }

    /** {@return the subject, for people; escape it before it is logged} */
    @Override
    public String toString() {
        return subject().getName();
    }
}
