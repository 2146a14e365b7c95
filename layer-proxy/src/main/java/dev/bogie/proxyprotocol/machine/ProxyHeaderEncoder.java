package dev.bogie.proxyprotocol.machine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a header, which must be the first bytes of a connection, sent at once (§2.1, §2.2). */
public final class ProxyHeaderEncoder {
    /** How many bytes of room any header fits into. */
    public static final int MAX_LENGTH = BinaryHeader.FIXED + 2 * BinaryHeader.PATH;

    private ProxyHeaderEncoder() {}

    /**
     * Writes a header of version 1. It cannot name paths: they are written as UNKNOWN.
     *
     * @param header what to say
     * @param out room for {@link #MAX_LENGTH} bytes
     */
    public static void writeLine(ProxyHeader header, ByteBuffer out) {
        out.put((LineHeader.write(header) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Writes a header of version 2, without extensions.
     *
     * @param header what to say
     * @param out room for {@link #MAX_LENGTH} bytes, in network order
     * @throws IllegalArgumentException if a path has more than 108 bytes
     */
    public static void writeBinary(ProxyHeader header, ByteBuffer out) {
        BinaryHeader.write(header, out);
    }
}
