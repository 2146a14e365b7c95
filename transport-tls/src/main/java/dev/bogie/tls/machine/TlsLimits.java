package dev.bogie.tls.machine;

/**
 * What a peer may cost.
 *
 * @param maxHello bytes of a ClientHello, over all its records and their headers
 * @param maxBlankRecords records that bring no plaintext, in the whole life of a connection
 * @param handshakeNanos how long the handshake may take
 */
public record TlsLimits(int maxHello, int maxBlankRecords, long handshakeNanos) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public TlsLimits {
        if (maxHello < 1 || maxBlankRecords < 1 || handshakeNanos < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: %d, %d, %d"
                            .formatted(maxHello, maxBlankRecords, handshakeNanos));
        }
    }
}
