package dev.bogie.proxyprotocol.machine;

/** What a proxy says about the connection that it makes. */
public sealed interface ProxyHeader {

    /**
     * The connection's own ends are the ones that count: the proxy's own health check (LOCAL), or a
     * client whose address it does not know or cannot say (UNKNOWN, unspecified).
     */
    record Local() implements ProxyHeader {
        private static final Local INSTANCE = new Local();
    }

    /**
     * It is made for a client that came over IP.
     *
     * @param source the client's end
     * @param destination the end that the client connected to
     */
    record Internet(Endpoint source, Endpoint destination) implements ProxyHeader {
        /**
         * A header.
         *
         * @throws IllegalArgumentException if one is IPv4 and the other IPv6: neither version of
         *     the protocol can say that
         */
        public Internet {
            if (source.isIpv6() != destination.isIpv6()) {
                throw new IllegalArgumentException(
                        "IPv4 and IPv6 in one header: " + source + ", " + destination);
            }
        }
    }

    /**
     * It is made for a client that came over a Unix domain socket (version 2 only).
     *
     * @param source the client's path, empty if it has none, as clients usually have
     * @param destination the path that the client connected to; empty for one that is not in the
     *     file system
     */
    record Unix(String source, String destination) implements ProxyHeader {}

    /**
     * The connection's own ends count.
     *
     * @return always the same instance
     */
    static ProxyHeader local() {
        return Local.INSTANCE;
    }
}
