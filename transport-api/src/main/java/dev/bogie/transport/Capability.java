package dev.bogie.transport;

/**
 * What a transport may be able to do. A caller asks before it relies on one; an engine refuses what
 * its transport does not declare.
 */
public enum Capability {
    /** Ordered byte streams: {@link Engine#listen} and {@link Engine#connect}. */
    STREAM,
    /** Datagrams: {@link Engine#bind}. */
    DATAGRAM,
    /**
     * Addresses of type {@link java.net.UnixDomainSocketAddress} for streams. These sockets know no
     * reset: who has its peer {@linkplain Connection#abort abort} sees the end of its input there,
     * as if all had been said, unless the peer had left something unread.
     */
    UNIX_DOMAIN,
    /** Ending one direction leaves the other open ({@link Connection#end}). */
    HALF_CLOSE,
    /** {@link Connection#transfer} moves a file region without passing it through the heap. */
    FILE_TRANSFER,
    /** {@link ListenTarget.Adopt}, {@link Listener#detach} and {@link DatagramPort#detach}. */
    ADOPT_LISTENER,
    /**
     * {@link Engine#moveTo} and {@link Engine#adopt}: connections that are at rest go over to
     * another engine. The clock is that of {@link System#nanoTime}, so that times which handlers
     * have noted are good on either.
     */
    ADOPT_CONNECTION,
    /** {@link Engine#nanoTime} is virtual: time stands still until there is nothing else to do. */
    VIRTUAL_TIME
}
