package dev.bogie.proxyprotocol.machine;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the one header at the beginning of a connection, of either version. The version is seen by
 * the first byte:
 *
 * <pre>
 * v1 (§2.1) = "PROXY " ( "TCP4" / "TCP6" ) SP source SP destination SP port SP port CRLF
 *           / "PROXY UNKNOWN" *( any but CR, LF ) CRLF             ; 107 bytes at the most
 * v2 (§2.2) = signature version-command family-protocol length *( byte )
 * </pre>
 *
 * <p>What cannot become a header is refused by the first byte that shows it, so that nobody waits
 * for more. Stricter than the specification, which lets receivers ignore them: the extensions of a
 * version 2 header must fill it exactly, and its length has a limit. They are skipped, but for a
 * checksum (§2.2.3), which must be right if it is there.
 */
public final class ProxyHeaderDecoder {
    /** The most bytes that a line of version 1 has, its CRLF included. */
    public static final int MAX_LINE = 107;

    /** The fewest bytes that a limit must allow: a version 2 header with the largest addresses. */
    public static final int LEAST_LIMIT = 232;

    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN = 12;

    private final int limit;
    private int looked; // bytes from the position that hold no line end

    /**
     * A decoder for one connection.
     *
     * @param limit the most bytes of a version 2 header, at least {@link #LEAST_LIMIT}
     * @throws IllegalArgumentException if the limit is smaller
     */
    public ProxyHeaderDecoder(int limit) {
        if (limit < LEAST_LIMIT) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes");
        }
        this.limit = limit;
    }

    /**
     * Reads the header. To be asked once more when it needed more, and not again after it has
     * answered.
     *
     * @param in unread bytes; a whole header is taken from it, otherwise nothing
     * @return the header, or null when it needs more
     * @throws ProxyHeaderException if this is no header, or one that is malformed or too long
     */
    public @Nullable ProxyHeader next(ByteBuffer in) throws ProxyHeaderException {
        if (!in.hasRemaining()) {
            return null;
        }
        byte first = in.get(in.position());
        if (first == LINE_START[0]) {
            return begins(in, LINE_START) ? line(in) : null;
        }
        if (first == BinaryHeader.SIGNATURE[0]) {
            return begins(in, BinaryHeader.SIGNATURE) ? binary(in) : null;
        }
        throw noHeader(in);
    }

    /**
     * How many bytes the header has together, if that can be told already.
     *
     * @param in as it was given to {@link #next}, which needed more
     * @return bytes, or 0 as long as it is not known
     */
    public int length(ByteBuffer in) {
        return in.remaining() >= BinaryHeader.FIXED && in.get(in.position()) != LINE_START[0]
                ? BinaryHeader.length(in)
                : 0;
    }

    private static boolean begins(ByteBuffer in, byte[] start) throws ProxyHeaderException {
        int there = Math.min(in.remaining(), start.length);
        for (int i = 0; i < there; i++) {
            if (in.get(in.position() + i) != start[i]) {
                throw noHeader(in);
            }
        }
        return there == start.length;
    }

    private @Nullable ProxyHeader line(ByteBuffer in) throws ProxyHeaderException {
        int end = Math.min(in.remaining(), MAX_LINE);
        while (looked < end) {
            byte b = in.get(in.position() + looked);
            if (b == '\n') {
                throw new ProxyHeaderException("a line that ends without CR");
            }
            if (b == '\r') {
                if (looked + 1 == end) {
                    break;
                }
                if (in.get(in.position() + looked + 1) != '\n') {
                    throw new ProxyHeaderException("a CR within the line");
                }
                byte[] line = new byte[looked];
                in.get(in.position(), line);
                ProxyHeader read = LineHeader.read(new String(line, StandardCharsets.ISO_8859_1));
                in.position(in.position() + looked + 2);
                return read;
            }
            looked++;
        }
        if (end == MAX_LINE) {
            throw new ProxyHeaderException("a line of more than " + MAX_LINE + " bytes");
        }
        return null;
    }

    private @Nullable ProxyHeader binary(ByteBuffer in) throws ProxyHeaderException {
        if (in.remaining() > BinaryHeader.SIGNATURE.length) {
            BinaryHeader.checkVersion(in);
        }
        if (in.remaining() < BinaryHeader.FIXED) {
            return null;
        }
        int length = BinaryHeader.length(in);
        if (length > limit) {
            throw new ProxyHeaderException(
                    "a header of " + length + " bytes, which is more than " + limit);
        }
        if (in.remaining() < length) {
            return null;
        }
        ByteBuffer header = in.slice(in.position(), length);
        ProxyHeader read = BinaryHeader.read(header);
        in.position(in.position() + length);
        return read;
    }

    private static ProxyHeaderException noHeader(ByteBuffer in) {
        StringBuilder shown = new StringBuilder();
        int n = Math.min(in.remaining(), SHOWN);
        for (int i = 0; i < n; i++) {
            int b = in.get(in.position() + i) & 0xff;
            shown.append(b > ' ' && b <= '~' ? String.valueOf((char) b) : "\\x%02x".formatted(b));
        }
        return new ProxyHeaderException("no PROXY protocol header, but " + shown);
    }
}
