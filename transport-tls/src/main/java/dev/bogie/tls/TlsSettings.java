package dev.bogie.tls;

import dev.bogie.tls.machine.TlsLimits;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.time.Duration;
import java.util.List;

/** The settings of the layer: what a peer may cost before it is believed, and after. */
public final class TlsSettings {

    /** {@code tls.handshake-timeout}. */
    public static final Setting<Duration> HANDSHAKE_TIMEOUT =
            Setting.duration(
                    "tls.handshake-timeout",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "time from the accept, or the connect, until the handshake must be done");

    /** {@code tls.max-hello}. */
    public static final Setting<Long> MAX_HELLO =
            Setting.size(
                    "tls.max-hello",
                    Setting.kib(16),
                    512,
                    Setting.kib(16),
                    "bytes of a ClientHello, over all its records and their headers");

    /** {@code tls.max-blank-records}. */
    public static final Setting<Long> MAX_BLANK_RECORDS =
            Setting.count(
                    "tls.max-blank-records",
                    1_024,
                    16,
                    1 << 20,
                    "records of a connection that bring no plaintext: handshake, key updates,"
                            + " tickets, empty ones");

    /** {@code tls.allow-plain}. */
    public static final Setting<Boolean> ALLOW_PLAIN =
            Setting.flag(
                    "tls.allow-plain",
                    false,
                    "whether a server serves those too who begin without TLS, on the same port");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(HANDSHAKE_TIMEOUT, MAX_HELLO, MAX_BLANK_RECORDS, ALLOW_PLAIN);

    private TlsSettings() {}

    /**
     * The limits that settings say.
     *
     * @param settings the settings in force
     * @return the limits
     */
    public static TlsLimits limits(Settings settings) {
        return new TlsLimits(
                settings.get(MAX_HELLO).intValue(),
                settings.get(MAX_BLANK_RECORDS).intValue(),
                settings.get(HANDSHAKE_TIMEOUT).toNanos());
    }
}
