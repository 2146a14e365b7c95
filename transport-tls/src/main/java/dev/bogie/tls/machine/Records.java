package dev.bogie.tls.machine;

import java.nio.ByteBuffer;

/** The record layer's header (RFC 8446 §5.1): type, version, length. */
final class Records {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int HEADER = 5;

    /** The most that a record may hold (§5.1). */
    static final int MAX_PLAINTEXT = 1 << 14;

    /** The most that protection may add in TLS 1.3 (§5.2). */
    static final int EXPANSION = 256;

    /** The most that it may add before (RFC 5246 §6.2.3). */
    static final int EXPANSION_1_2 = 2_048;

    private Records() {}

    /**
     * Checks as much of a header as is there, without moving the position.
     *
     * @param in unread bytes
     * @param at where the header begins, relative to the position
     * @param maxLength the most that the record may hold
     * @return the length of the whole record, or −1 if its header is incomplete
     * @throws TlsException if it cannot be a record
     */
    static int length(ByteBuffer in, int at, int maxLength) throws TlsException {
        int there = in.remaining() - at;
        int from = in.position() + at;
        if (there > 0) {
            int type = in.get(from);
            if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
                throw TlsException.here(
                        Alert.UNEXPECTED_MESSAGE,
                        "the peer does not speak TLS: a record begins with the byte 0x%02x"
                                .formatted(type & 0xFF));
            }
        }
        if (there > 1 && in.get(from + 1) != 3) {
            throw TlsException.here(
                    Alert.PROTOCOL_VERSION,
                    "the peer does not speak TLS: a record has the version 0x%02x"
                            .formatted(in.get(from + 1) & 0xFF));
        }
        if (there < HEADER) {
            return -1;
        }
        int length = (in.get(from + 3) & 0xFF) << 8 | (in.get(from + 4) & 0xFF);
        if (length > maxLength) {
            throw TlsException.here(
                    Alert.RECORD_OVERFLOW,
                    "a record of %d bytes exceeds %d".formatted(length, maxLength));
        }
        return HEADER + length;
    }

    static int type(ByteBuffer in, int at) {
        return in.get(in.position() + at);
    }
}
