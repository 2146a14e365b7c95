package org.example.dns.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A domain name: its labels in lower case, the leftmost first, one char per byte; none for the
 * root. Names are compared without regard to case (RFC 1035 §2.3.3, RFC 4343).
 *
 * @param labels from 1 to 63 bytes each; with a byte for the length of each, and one for the root,
 *     255 bytes at the most (§2.3.4)
 */
public record DomainName(List<String> labels) {
    /** The most that a name has on the wire. */
    public static final int MAX_LENGTH = 255;

    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if a label or the whole is too long or empty
     */
    public DomainName {
        labels = labels.stream().map(DomainName::inLowerCase).toList();
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL) {
                throw new IllegalArgumentException(
                        "a label of " + label.length() + " bytes; it has 1 to " + MAX_LABEL);
            }
        }
        int length = length(labels);
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a name of " + length + " bytes; it has " + MAX_LENGTH + " at the most");
        }
    }

    /** Of ASCII only: other bytes have no case (RFC 4343 §3). */
    private static String inLowerCase(String label) {
        StringBuilder lower = new StringBuilder(label);
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return lower.toString();
    }

    private static int length(List<String> labels) {
        return 1 + labels.stream().mapToInt(label -> 1 + label.length()).sum();
    }

    /**
     * A name as people write it.
     *
     * @param text labels with dots between them, with or without one at the end
     * @return the name
     * @throws IllegalArgumentException if it is none
     */
    public static DomainName of(String text) {
        String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return new DomainName(relative.isEmpty() ? List.of() : List.of(relative.split("\\.", -1)));
    }

    /**
     * This name below another.
     *
     * @param origin what is appended
     * @return the longer name
     */
    public DomainName below(DomainName origin) {
        List<String> all = new ArrayList<>(labels);
        all.addAll(origin.labels);
        return new DomainName(all);
    }

    /**
     * Whether this is a name or one below it.
     *
     * @param ancestor the name above
     * @return true for the name itself too
     */
    public boolean isWithin(DomainName ancestor) {
        int more = labels.size() - ancestor.labels.size();
        return more >= 0 && labels.subList(more, labels.size()).equals(ancestor.labels);
    }

    /**
     * The name without its first label.
     *
     * @return the next name up; the root's is the root
     */
    public DomainName parent() {
        return labels.isEmpty() ? this : new DomainName(labels.subList(1, labels.size()));
    }

    /** Bytes on the wire, uncompressed. */
    int length() {
        return length(labels);
    }

    /**
     * Reads a name. Compressed ones (§4.1.4) are followed, but each pointer must lead to before
     * where the part that holds it began: so no message has it go round, and the length is limited
     * however often it jumps.
     *
     * @param message the whole message from index 0; its position is moved over the name
     * @return the name
     * @throws MalformedException if there is none
     */
    static DomainName read(ByteBuffer message) throws MalformedException {
        List<String> labels = new ArrayList<>();
        ByteBuffer at = message.duplicate();
        int from = at.position(); // of this part
        int end = -1; // of the name in the message, once there was a pointer
        int length = 1;
        for (int first = octet(at); first != 0; first = octet(at)) {
            if ((first & POINTER) == POINTER) {
                int target = (first & ~POINTER) << 8 | octet(at);
                end = end < 0 ? at.position() : end;
                if (target >= from) {
                    throw new MalformedException("a name that points to " + target + ", not back");
                }
                from = target;
                at.position(target);
            } else if ((first & POINTER) != 0) {
                throw new MalformedException("a label of an unknown kind");
            } else {
                length += 1 + first;
                if (length > MAX_LENGTH) {
                    throw new MalformedException("a name of more than " + MAX_LENGTH + " bytes");
                }
                labels.add(label(at, first));
            }
        }
        message.position(end < 0 ? at.position() : end);
        return new DomainName(labels);
    }

    private static int octet(ByteBuffer at) throws MalformedException {
        if (!at.hasRemaining()) {
            throw new MalformedException("a name that does not end");
        }
        return Byte.toUnsignedInt(at.get());
    }

    private static String label(ByteBuffer at, int length) throws MalformedException {
        if (at.remaining() < length) {
            throw new MalformedException("a label that does not end");
        }
        byte[] bytes = new byte[length];
        at.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return String.join(".", labels) + ".";
    }
}
