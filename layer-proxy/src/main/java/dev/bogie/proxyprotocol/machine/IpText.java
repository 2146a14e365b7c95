package dev.bogie.proxyprotocol.machine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * IP addresses as text (§2.1), strictly: no leading zeroes in IPv4, nothing but the address. What
 * the JDK accepts besides (short forms, octal, zones) is what a proxy never means.
 */
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    static String write(byte[] address) {
        StringBuilder text = new StringBuilder();
        if (address.length == 4) {
            for (byte b : address) {
                text.append(text.isEmpty() ? "" : ".").append(b & 0xff);
            }
        } else {
            for (int i = 0; i < address.length; i += 2) {
                int group = ((address[i] & 0xff) << 8) | (address[i + 1] & 0xff);
                text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
            }
        }
        return text.toString();
    }

    /** {@return 4 bytes, or null if it is not an IPv4 address} */
    static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = decimal(parts[i], 255);
            if (value < 0) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /** {@return the number, or -1 if it is none, has leading zeroes, or is above the maximum} */
    static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > max ? -1 : value;
    }

    /** {@return 16 bytes, or null if it is not an IPv6 address; the last 32 bits may be dotted} */
    static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> all = groups(text);
            return all == null || all.size() != GROUPS ? null : bytes(all, List.of());
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        List<Integer> head = before.isEmpty() ? List.of() : groups(before);
        List<Integer> tail = after.isEmpty() ? List.of() : groups(after);
        if (head == null || tail == null || before.contains(".")) {
            return null;
        }
        return head.size() + tail.size() < GROUPS ? bytes(head, tail) : null;
    }

    private static @Nullable List<Integer> groups(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > GROUPS) {
            return null;
        }
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            byte[] dotted = i == parts.length - 1 ? ipv4(parts[i]) : null;
            if (dotted != null) {
                groups.add(((dotted[0] & 0xff) << 8) | (dotted[1] & 0xff));
                groups.add(((dotted[2] & 0xff) << 8) | (dotted[3] & 0xff));
            } else {
                int group = hexadecimal(parts[i]);
                if (group < 0) {
                    return null;
                }
                groups.add(group);
            }
        }
        return groups;
    }

    private static int hexadecimal(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static byte[] bytes(List<Integer> head, List<Integer> tail) {
        byte[] address = new byte[2 * GROUPS];
        for (int i = 0; i < head.size(); i++) {
            put(address, i, head.get(i));
        }
        for (int i = 0; i < tail.size(); i++) {
            put(address, GROUPS - tail.size() + i, tail.get(i));
        }
        return address;
    }

    private static void put(byte[] address, int at, int group) {
        address[2 * at] = (byte) (group >> 8);
        address[2 * at + 1] = (byte) group;
    }
}
