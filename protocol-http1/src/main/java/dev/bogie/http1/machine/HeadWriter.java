package dev.bogie.http1.machine;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The choke point of all that leaves: every field of every head and trailer section is written
 * here, and what could end a line, or be read as another field, is refused whatever way it came.
 */
final class HeadWriter {
    static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] COLON = {':', ' '};
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");

    private HeadWriter() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** At least as much as {@link #fields} writes. */
    static int sizeOf(Fields fields) {
        int size = 0;
        for (int i = 0; i < fields.size(); i++) {
            size += fields.name(i).length() + fields.value(i).length() + 4;
        }
        return size;
    }

    /**
     * All fields but those that frame: what was received from another peer may have these, and what
     * they said was about that connection.
     */
    static void fields(ByteBuffer out, Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = fields.name(i);
            if (!name.isFraming()) {
                name.put(out);
                out.put(COLON);
                value(out, name, fields.value(i));
                out.put(CRLF);
            }
        }
    }

    static void value(ByteBuffer out, FieldName name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Grammar.isFieldValueChar(c)) {
                throw new IllegalArgumentException(
                        "the value of " + name + " can't be sent: " + Grammar.printable(value));
            }
            out.put((byte) c);
        }
    }

    static void framing(ByteBuffer out, Framing framing) {
        switch (framing.kind()) {
            case LENGTH -> contentLength(out, framing.length());
            case CHUNKED -> out.put(CHUNKED);
            case NONE, UNTIL_CLOSE -> {}
        }
    }

    static void contentLength(ByteBuffer out, long length) {
        out.put(CONTENT_LENGTH);
        decimal(out, length);
        out.put(CRLF);
    }

    static void close(ByteBuffer out) {
        out.put(CLOSE);
    }

    static void keepAlive(ByteBuffer out) {
        out.put(KEEP_ALIVE);
    }

    static void upgrade(ByteBuffer out, String protocol) {
        if (!Grammar.isToken(protocol)) {
            throw new IllegalArgumentException(
                    "not an upgrade token: \"" + Grammar.printable(protocol) + '"');
        }
        out.put(UPGRADE);
        value(out, FieldName.UPGRADE, protocol);
        out.put(CRLF);
    }

    private static void decimal(ByteBuffer out, long number) {
        int start = out.position();
        long rest = number;
        do {
            out.put((byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
        for (int i = start, j = out.position() - 1; i < j; i++, j--) {
            byte b = out.get(i);
            out.put(i, out.get(j)).put(j, b);
        }
    }
}
