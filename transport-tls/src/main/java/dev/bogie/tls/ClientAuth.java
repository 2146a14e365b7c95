package dev.bogie.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientAuth {
    /** It does not ask. */
    NONE,
    /** It asks; a client without one is served all the same, with a wrong one it is not. */
    WANTED,
    /** It asks, and refuses clients without one. */
    NEEDED
}
