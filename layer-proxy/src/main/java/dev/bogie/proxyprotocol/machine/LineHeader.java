package dev.bogie.proxyprotocol.machine;

import org.jspecify.annotations.Nullable;

/** The line of version 1 (§2.1), without its end. */
final class LineHeader {
    private static final int PARTS = 6;
    private static final int MAX_PORT = 0xffff;

    private LineHeader() {}

    static ProxyHeader read(String line) throws ProxyHeaderException {
        String[] parts = line.split(" ", -1);
        if (parts[1].equals("UNKNOWN")) {
            return ProxyHeader.local(); // whatever follows
        }
        boolean ipv6 = parts[1].equals("TCP6");
        if (!ipv6 && !parts[1].equals("TCP4")) {
            throw new ProxyHeaderException("a protocol other than TCP4, TCP6 and UNKNOWN");
        }
        if (parts.length != PARTS) {
            throw new ProxyHeaderException("a line of " + parts.length + " words instead of six");
        }
        return new ProxyHeader.Internet(
                endpoint(parts[2], parts[4], ipv6), endpoint(parts[3], parts[5], ipv6));
    }

    private static Endpoint endpoint(String address, String port, boolean ipv6)
            throws ProxyHeaderException {
        byte @Nullable [] bytes = ipv6 ? IpText.ipv6(address) : IpText.ipv4(address);
        int number = IpText.decimal(port, MAX_PORT);
        if (bytes == null) {
            throw new ProxyHeaderException("a malformed " + (ipv6 ? "IPv6" : "IPv4") + " address");
        }
        if (number < 0) {
            throw new ProxyHeaderException("a malformed port");
        }
        return Endpoint.of(bytes, number);
    }

    static String write(ProxyHeader header) {
        return switch (header) {
            case ProxyHeader.Internet(Endpoint source, Endpoint destination) ->
                    "PROXY "
                            + (source.isIpv6() ? "TCP6 " : "TCP4 ")
                            + IpText.write(source.address())
                            + " "
                            + IpText.write(destination.address())
                            + " "
                            + source.port()
                            + " "
                            + destination.port();
            case ProxyHeader.Local _, ProxyHeader.Unix _ -> "PROXY UNKNOWN";
        };
    }
}
