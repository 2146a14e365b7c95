package org.example.dns.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes questions as clients send them. */
final class Question {
    static final int ID = 0x1234;
    private static final int RD = 0x0100;

    private Question() {}

    /** An ordinary one. */
    static ByteBuffer of(String name, int type) {
        return header(RD, 0).put(question(name, type, 1)).flip();
    }

    /** One with EDNS. */
    static ByteBuffer of(String name, int type, int size, int version) {
        return header(RD, 1).put(question(name, type, 1)).put(opt(size, version)).flip();
    }

    static ByteBuffer header(int flags, int additional) {
        return ByteBuffer.allocate(2_000)
                .putShort((short) ID)
                .putShort((short) flags)
                .putShort((short) 1)
                .putInt(0)
                .putShort((short) additional);
    }

    static ByteBuffer question(String name, int type, int qclass) {
        ByteBuffer out = ByteBuffer.allocate(300);
        for (String label : name.split("\\.")) {
            if (!label.isEmpty()) {
                out.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return out.put((byte) 0).putShort((short) type).putShort((short) qclass).flip();
    }

    static ByteBuffer opt(int size, int version) {
        return ByteBuffer.allocate(11)
                .put((byte) 0)
                .putShort((short) 41)
                .putShort((short) size)
                .put((byte) 0)
                .put((byte) version)
                .putInt(0)
                .flip();
    }
}
