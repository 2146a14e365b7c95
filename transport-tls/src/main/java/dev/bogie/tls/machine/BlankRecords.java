package dev.bogie.tls.machine;

/**
 * Counts records that bring no plaintext: each costs this side about what one with 16 KiB does, and
 * the peer almost nothing. Those from the handshake on are earned by plaintext: by what is
 * delivered, and by what is sent, for which a peer has to answer each change of keys.
 */
final class BlankRecords {
    private static final int FREE = 32;
    private static final int DELIVERED_EACH = 1_024;
    private static final int SENT_EACH = 1_024 * 1_024;

    private final int most;
    private long blanks;
    private long ofHandshake;
    private boolean handshaken;
    private long delivered;
    private long sent;

    BlankRecords(int most) {
        this.most = most;
    }

    /** Those from now on must be earned. */
    void handshaken() {
        handshaken = true;
        ofHandshake = blanks;
    }

    /** So many bytes were sent. */
    void sent(int bytes) {
        sent += bytes;
    }

    /** One record was read, and brought so many bytes. */
    void count(int bytes) throws TlsException {
        if (bytes > 0) {
            delivered += bytes;
            return;
        }
        blanks++;
        if (blanks > Math.min(most, handshaken ? earned() : most)) {
            throw TlsException.here(
                    Alert.UNEXPECTED_MESSAGE,
                    "%d records without plaintext, for %d bytes of it, are too many"
                            .formatted(blanks, delivered));
        }
    }

    private long earned() {
        return ofHandshake + FREE + delivered / DELIVERED_EACH + sent / SENT_EACH;
    }
}
