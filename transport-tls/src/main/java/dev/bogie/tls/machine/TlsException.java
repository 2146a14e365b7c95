package dev.bogie.tls.machine;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;

/** A TLS connection cannot go on. Says why, and with which alert (RFC 8446 §6.2) it ends. */
public final class TlsException extends SSLException {
    private static final long serialVersionUID = 1;

    /** Who found fault. */
    public enum Origin {
        /** This side: the alert is what the peer is told, where it can be told. */
        HERE,
        /** The peer: the alert is what it sent. */
        PEER
    }

    /** The name of the alert. */
    private final String alert;

    /** Who found fault. */
    private final Origin origin;

    /**
     * A fault.
     *
     * @param origin who found it
     * @param alert the alert's name in the RFC, for example {@code handshake_failure}
     * @param message what is wrong, in a sentence; what a peer sent is escaped in it
     * @param cause what the engine threw, if it did
     */
    public TlsException(Origin origin, String alert, String message, @Nullable Throwable cause) {
        super(message + " [" + alert + "]", cause);
        this.origin = origin;
        this.alert = alert;
    }

    static TlsException here(String alert, String message) {
        return new TlsException(Origin.HERE, alert, message, null);
    }

    /**
     * The alert's name.
     *
     * @return as in RFC 8446 §6, in lower case with underscores
     */
    public String alert() {
        return alert;
    }

    /**
     * Who found fault.
     *
     * @return this side or the peer
     */
    public Origin origin() {
        return origin;
    }
}
