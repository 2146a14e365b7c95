package org.example.dns.machine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as a client reads it: its records as {@code name ttl type data}, the data in
 * hexadecimal where it is no name.
 */
record Reply(int flags, List<String> answers, List<String> authorities, List<String> additional) {
    static Reply of(ByteBuffer message) throws MalformedException {
        ByteBuffer at = message.slice();
        if (at.getShort() != Question.ID) {
            throw new MalformedException("another id");
        }
        int flags = Short.toUnsignedInt(at.getShort());
        int[] counts = {at.getShort(), at.getShort(), at.getShort(), at.getShort()};
        for (int i = 0; i < counts[0]; i++) {
            DomainName.read(at);
            at.getInt();
        }
        Reply reply =
                new Reply(
                        flags,
                        records(at, counts[1]),
                        records(at, counts[2]),
                        records(at, counts[3]));
        if (at.hasRemaining()) {
            throw new MalformedException("bytes after the end");
        }
        return reply;
    }

    int code() {
        int upper =
                additional.stream()
                        .filter(r -> r.startsWith(". ") && r.contains(" OPT "))
                        .mapToInt(r -> (int) (Long.parseLong(r.split(" ")[1]) >> 24))
                        .sum();
        return upper << 4 | (flags & 0xF);
    }

    boolean isTruncated() {
        return (flags & 0x0200) != 0;
    }

    boolean isAuthoritative() {
        return (flags & 0x0400) != 0;
    }

    private static List<String> records(ByteBuffer at, int count) throws MalformedException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(at));
        }
        return records;
    }

    private static String record(ByteBuffer at) throws MalformedException {
        DomainName name = DomainName.read(at);
        int type = at.getShort();
        int size = Short.toUnsignedInt(at.getShort());
        long ttl = Integer.toUnsignedLong(at.getInt());
        int length = Short.toUnsignedInt(at.getShort());
        int end = at.position() + length;
        String data =
                switch (type) {
                    case 2, 5 -> DomainName.read(at).toString();
                    case 6 -> DomainName.read(at) + " " + DomainName.read(at) + rest(at, end);
                    case 15 -> at.getShort() + " " + DomainName.read(at);
                    case 41 -> "" + size;
                    default -> rest(at, end).strip();
                };
        if (at.position() != end) {
            throw new MalformedException("data of another length");
        }
        String shown = type == 41 ? "OPT" : RecordType.of(type).orElseThrow().name();
        return name + " " + ttl + " " + shown + " " + data;
    }

    private static String rest(ByteBuffer at, int end) {
        StringBuilder hex = new StringBuilder(" ");
        while (at.position() < end) {
            hex.append(String.format("%02x", at.get()));
        }
        return hex.toString();
    }
}
