package dev.bogie.proxyprotocol.machine;

import java.util.Arrays;

/** One end of an IP connection: an address and a port. Immutable. */
public final class Endpoint {
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int MAX_PORT = 0xffff;

    private final byte[] address;
    private final int port;

    private Endpoint(byte[] address, int port) {
        this.address = address;
        this.port = port;
    }

    /**
     * An endpoint.
     *
     * @param address 4 or 16 bytes in network order; copied
     * @param port 0 to 65535
     * @return the endpoint
     * @throws IllegalArgumentException if it is neither IPv4 nor IPv6, or has no such port
     */
    public static Endpoint of(byte[] address, int port) {
        if (address.length != IPV4 && address.length != IPV6) {
            throw new IllegalArgumentException("an address of " + address.length + " bytes");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port);
        }
        return new Endpoint(address.clone(), port);
    }

    /** {@return a copy of the address, 4 or 16 bytes in network order} */
    public byte[] address() {
        return address.clone();
    }

    /** {@return the port} */
    public int port() {
        return port;
    }

    /** {@return whether the address has 16 bytes} */
    public boolean isIpv6() {
        return address.length == IPV6;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that
                && port == that.port
                && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + port;
    }

    /** {@return the address as version 1 writes it, and the port} */
    @Override
    public String toString() {
        String text = IpText.write(address);
        return isIpv6() ? "[" + text + "]:" + port : text + ":" + port;
    }
}
