package dev.bogie.tls;

import java.util.Optional;

/**
 * Finds the certificate for a name when a client first asks for it, for servers that don't know
 * their names beforehand.
 */
@FunctionalInterface
public interface KeyLookup {

    /**
     * Looks a name up. Called on a thread that may block, maybe for several connections at once;
     * the handshake waits, as long as its time-out allows. What it found is kept for the name (of
     * {@code tls.max-names} names, those asked for last) until {@link TlsMaterial#reload}.
     *
     * @param serverName what the client asks for, unproven: in lower case, ASCII letters, digits,
     *     {@code - . _} only
     * @return the key; empty for the certificates that are there for other names
     * @throws Exception ends that connection, and no other
     */
    Optional<CertifiedKey> find(String serverName) throws Exception;
}
