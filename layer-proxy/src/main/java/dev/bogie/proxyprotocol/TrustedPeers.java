package dev.bogie.proxyprotocol;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Addresses and ranges of addresses, as a list of CIDR blocks. Immutable.
 *
 * @param ranges at least one
 */
public record TrustedPeers(List<Range> ranges) {
    /** Four numbers: the JDK also reads {@code 10.1} as an address, and not as 10.1.0.0. */
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Peers.
     *
     * @param ranges copied
     * @throws IllegalArgumentException if there are none
     */
    public TrustedPeers {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException(
                    "must name a proxy: if there is none, leave the layer out");
        }
        ranges = List.copyOf(ranges);
    }

    /**
     * All addresses that begin with the same bits.
     *
     * @param network the first of them
     * @param prefix how many bits
     */
    public record Range(InetAddress network, int prefix) {
        /**
         * A range.
         *
         * @throws IllegalArgumentException if the address has not so many bits, or has others set
         *     behind them
         */
        public Range {
            byte[] address = network.getAddress();
            if (prefix < 0 || prefix > 8 * address.length) {
                throw new IllegalArgumentException(
                        "has a prefix that is not from 0 to " + 8 * address.length);
            }
            for (int bit = prefix; bit < 8 * address.length; bit++) {
                if ((address[bit / 8] & 0x80 >> bit % 8) != 0) {
                    throw new IllegalArgumentException(
                            "has bits of "
                                    + network.getHostAddress()
                                    + " set behind a prefix of "
                                    + prefix);
                }
            }
        }

        boolean contains(byte[] address) {
            byte[] own = network.getAddress();
            if (own.length != address.length) {
                return false;
            }
            int whole = prefix / 8;
            return Arrays.equals(own, 0, whole, address, 0, whole)
                    && (prefix % 8 == 0 || (own[whole] ^ address[whole]) >> (8 - prefix % 8) == 0);
        }

        /** {@return the address, and the prefix if it is not the whole of it} */
        @Override
        public String toString() {
            String text = network.getHostAddress().replaceFirst("(^|:)(0(:|$)){2,}", "::");
            return prefix == 8 * network.getAddress().length ? text : text + "/" + prefix;
        }
    }

    /**
     * Reads a list.
     *
     * @param text addresses, or ranges like {@code 10.0.0.0/8}, separated by commas
     * @return the peers
     * @throws IllegalArgumentException if one is malformed, or there are none; the message names it
     */
    public static TrustedPeers of(String text) {
        if (text.isBlank()) {
            return new TrustedPeers(List.of());
        }
        return new TrustedPeers(
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(TrustedPeers::range)
                        .toList());
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new Range(network, 8 * network.getAddress().length);
        }
        String prefix = text.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("has a malformed prefix in '" + text + "'");
        }
        return new Range(network, Integer.parseInt(prefix));
    }

    private static InetAddress address(String text) {
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException e) {
                throw notAnAddress(text, e);
            }
        }
        throw notAnAddress(text, null);
    }

    private static IllegalArgumentException notAnAddress(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "has '" + text + "', which is not an IP address (names are not looked up)", cause);
    }

    /**
     * Whether a peer is one of these.
     *
     * @param peer any address; only internet addresses are trusted
     * @return true if a range contains it
     */
    public boolean trusts(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return false;
        }
        byte[] address = inet.getAddress().getAddress();
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** {@return the list as {@link #of} reads it} */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
