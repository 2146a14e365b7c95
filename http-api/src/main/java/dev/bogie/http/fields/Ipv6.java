package dev.bogie.http.fields;

/** The text form of an IPv6 address (RFC 3986 §3.2.2), without a zone. */
final class Ipv6 {
    private static final int GROUPS = 8;

    private Ipv6() {}

    static boolean isAddress(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** How many groups of 16 bits the text has; -1 if it is malformed. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (isGroup(parts[i])) {
                count++;
            } else if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    private static boolean isGroup(String part) {
        boolean valid = !part.isEmpty() && part.length() <= 4;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            valid &= (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        }
        return valid;
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!isIpv4Octet(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4Octet(String part) {
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            int digit = part.charAt(i) - '0';
            if (digit < 0 || digit > 9 || (i == 1 && value == 0) || i > 2) {
                return false;
            }
            value = value * 10 + digit;
        }
        return !part.isEmpty() && value <= 255;
    }
}
