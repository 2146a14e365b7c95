package dev.bogie.proxyprotocol.machine;

/**
 * Bytes that are no header of the PROXY protocol, or one that says nothing sensible. The connection
 * is to be broken off (§2.1: "as soon as possible"). It has no stack trace: it is about the peer.
 */
public final class ProxyHeaderException extends Exception {
    private static final long serialVersionUID = 1;

    ProxyHeaderException(String message) {
        super(message, null, false, false);
    }
}
