package dev.bogie.runtime;

/**
 * An application that a server offers to protocols with a port of their own, to be taken back by
 * whoever {@linkplain Server#offer offered} it. Thread-safe.
 */
public interface Offer {
    /**
     * Takes it back. When this returns, no address is open for it, and none will be whatever is
     * installed; connections that are open go on, and are all that still knows the application.
     * Other offers that were refused a port are tried again, at once and for a moment more. Further
     * calls, and calls after the end of the server, do nothing.
     */
    void withdraw();
}
