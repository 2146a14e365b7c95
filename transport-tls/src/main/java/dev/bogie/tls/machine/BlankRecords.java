package dev.bogie.tls.machine;

/**
 * Counts records that bring no plaintext: each costs this side about what one with 16 KiB does, and
 * the peer almost nothing.
 */
final class BlankRecords {
    private static final int FREE = 32;
    private static final int BYTES_EACH = 1_024;

    private final int most;
    private long blanks;
    private long ofHandshake;
    private boolean handshaken;
    private long delivered;

    BlankRecords(int most) {
        this.most = most;
    }

    /** Those from now on must be earned by plaintext. */
    void handshaken() {
        handshaken = true;
        ofHandshake = blanks;
    }

    /** One record was read, and brought so many bytes. */
    void count(int bytes) throws TlsException {
        if (bytes > 0) {
            delivered += bytes;
            return;
        }
        blanks++;
        long earned = handshaken ? ofHandshake + FREE + delivered / BYTES_EACH : most;
        if (blanks > Math.min(most, earned)) {
            throw TlsException.here(
                    Alert.UNEXPECTED_MESSAGE,
                    "%d records without plaintext, for %d bytes of it, are too many"
                            .formatted(blanks, delivered));
        }
    }
}
