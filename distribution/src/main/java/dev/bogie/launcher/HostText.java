package dev.bogie.launcher;

import java.net.Inet6Address;
import java.net.InetAddress;

/** How an address is written in a URL. */
final class HostText {
    private static final int GROUPS = 8;

    private HostText() {}

    /** IPv4 with dots; IPv6 in brackets, in the shortest form (RFC 5952 §4), without a zone. */
    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? "[" + shortest(address.getAddress()) + "]"
                : address.getHostAddress();
    }

    private static String shortest(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        // Of the longest runs of zeros the first one is left out; a single zero is not.
        int gap = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                gap = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < GROUPS) {
            if (i == gap) {
                text.append("::");
                i += length;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
                i++;
            }
        }
        return text.toString();
    }
}
