package dev.bogie.tls.machine;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks at a ClientHello before there is an engine to read it (RFC 8446 §4.1.2, RFC 6066 §3, RFC
 * 7301 §3.1). Consumes nothing: the engine reads the same bytes. Until the whole message is there
 * it only adds up lengths, so a claim to be large costs nothing; it remembers how far it looked, so
 * a hello that trickles in stays linear.
 *
 * <p>It checks the shape of what it passes on the way, and leaves all else to the engine.
 */
final class ClientHelloReader {
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int ALPN = 16;
    private static final int MAX_NAME = 255;

    private final int maxHello;

    private int looked; // bytes of whole records, relative to the position
    private int body; // bytes of the message in them
    private int messageHeader; // its first four bytes, as far as they are there
    private int needed = Records.HEADER;

    ClientHelloReader(int maxHello) {
        this.maxHello = maxHello;
    }

    /**
     * Looks on.
     *
     * @param in all unread bytes, beginning where they began the last time
     * @return the hello, or null when more bytes are needed
     * @throws TlsException if this cannot become one
     */
    @Nullable ClientHello look(ByteBuffer in) throws TlsException {
        while (true) {
            int length = Records.length(in, looked, Records.MAX_PLAINTEXT);
            if (in.remaining() > looked && Records.type(in, looked) != Records.HANDSHAKE) {
                throw TlsException.here(
                        Alert.UNEXPECTED_MESSAGE, "the first record is not that of a handshake");
            }
            needed = looked + (length < 0 ? Records.HEADER : length);
            check(needed);
            if (needed > in.remaining()) {
                return null;
            }
            if (length == Records.HEADER) {
                throw TlsException.here(
                        Alert.UNEXPECTED_MESSAGE, "an empty record in the ClientHello");
            }
            pass(in, length);
            if (body >= MESSAGE_HEADER && body >= messageLength()) {
                return new Parser(gather(in)).parse();
            }
        }
    }

    /** How many unread bytes there must be for {@link #look} to get any further. */
    int needed() {
        return needed;
    }

    /** One more record is complete. */
    private void pass(ByteBuffer in, int length) throws TlsException {
        int from = in.position() + looked + Records.HEADER;
        int n = length - Records.HEADER;
        for (int i = 0; i < n && body + i < MESSAGE_HEADER; i++) {
            messageHeader |= (in.get(from + i) & 0xFF) << (24 - 8 * (body + i));
        }
        body += n;
        looked += length;
        if (messageHeader >>> 24 != CLIENT_HELLO) {
            throw TlsException.here(
                    Alert.UNEXPECTED_MESSAGE, "the first message is not a ClientHello");
        }
        if (body >= MESSAGE_HEADER) {
            check(messageLength());
        }
    }

    private int messageLength() {
        return MESSAGE_HEADER + (messageHeader & 0xFF_FFFF);
    }

    private void check(int bytes) throws TlsException {
        if (bytes > maxHello) {
            throw TlsException.here(
                    Alert.DECODE_ERROR,
                    "a ClientHello of %d bytes or more exceeds %d".formatted(bytes, maxHello));
        }
    }

    private ByteBuffer gather(ByteBuffer in) {
        byte[] message = new byte[messageLength()];
        int at = in.position();
        for (int have = 0; have < message.length; ) {
            int length = (in.get(at + 3) & 0xFF) << 8 | (in.get(at + 4) & 0xFF);
            int n = Math.min(length, message.length - have);
            in.get(at + Records.HEADER, message, have, n);
            have += n;
            at += Records.HEADER + length;
        }
        return ByteBuffer.wrap(message).position(MESSAGE_HEADER);
    }

    /** Walks through the message. */
    private static final class Parser {
        private final ByteBuffer message;
        private @Nullable String serverName;
        private @Nullable List<String> protocols;

        Parser(ByteBuffer message) {
            this.message = message;
        }

        ClientHello parse() throws TlsException {
            skip(message, 2 + 32); // legacy_version, random
            skip(message, u8(message)); // legacy_session_id
            skip(message, u16(message)); // cipher_suites
            skip(message, u8(message)); // legacy_compression_methods
            if (message.hasRemaining()) {
                ByteBuffer extensions = vector(message, u16(message));
                while (extensions.hasRemaining()) {
                    int type = u16(extensions);
                    ByteBuffer data = vector(extensions, u16(extensions));
                    switch (type) {
                        case SERVER_NAME -> readServerName(data);
                        case ALPN -> readProtocols(data);
                        default -> {}
                    }
                }
            }
            return new ClientHello(
                    Optional.ofNullable(serverName), protocols == null ? List.of() : protocols);
        }

        private void readServerName(ByteBuffer data) throws TlsException {
            if (serverName != null) {
                throw TlsException.here(Alert.ILLEGAL_PARAMETER, "two server name extensions");
            }
            ByteBuffer names = vector(data, u16(data));
            while (names.hasRemaining()) {
                int type = u8(names);
                ByteBuffer name = vector(names, u16(names));
                if (type == HOST_NAME && serverName == null) {
                    serverName = hostName(name);
                }
            }
        }

        private static String hostName(ByteBuffer name) throws TlsException {
            byte[] bytes = new byte[name.remaining()];
            name.get(bytes);
            boolean legal = bytes.length > 0 && bytes.length <= MAX_NAME;
            for (byte b : bytes) {
                legal &= isLetter(b | 0x20) || isDigit(b) || b == '.' || b == '-' || b == '_';
            }
            if (!legal) {
                throw TlsException.here(
                        Alert.ILLEGAL_PARAMETER, "the server name is not a host name in ASCII");
            }
            return new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        }

        private static boolean isLetter(int b) {
            return b >= 'a' && b <= 'z';
        }

        private static boolean isDigit(int b) {
            return b >= '0' && b <= '9';
        }

        private void readProtocols(ByteBuffer data) throws TlsException {
            if (protocols != null) {
                throw TlsException.here(Alert.ILLEGAL_PARAMETER, "two ALPN extensions");
            }
            List<String> ids = new ArrayList<>();
            ByteBuffer list = vector(data, u16(data));
            while (list.hasRemaining()) {
                ByteBuffer id = vector(list, u8(list));
                byte[] bytes = new byte[id.remaining()];
                id.get(bytes);
                ids.add(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            protocols = ids;
        }

        private static int u8(ByteBuffer in) throws TlsException {
            need(in, 1);
            return in.get() & 0xFF;
        }

        private static int u16(ByteBuffer in) throws TlsException {
            need(in, 2);
            return in.getShort() & 0xFFFF;
        }

        private static void skip(ByteBuffer in, int n) throws TlsException {
            need(in, n);
            in.position(in.position() + n);
        }

        private static ByteBuffer vector(ByteBuffer in, int n) throws TlsException {
            need(in, n);
            ByteBuffer slice = in.slice(in.position(), n);
            in.position(in.position() + n);
            return slice;
        }

        private static void need(ByteBuffer in, int n) throws TlsException {
            if (in.remaining() < n) {
                throw TlsException.here(
                        Alert.DECODE_ERROR, "a length in the ClientHello exceeds what it is in");
            }
        }
    }
}
