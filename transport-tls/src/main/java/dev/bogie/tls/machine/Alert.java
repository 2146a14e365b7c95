package dev.bogie.tls.machine;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alerts (RFC 8446 §6): the names that this machine uses, and the words of engines. */
final class Alert {
    static final String UNEXPECTED_MESSAGE = "unexpected_message";
    static final String RECORD_OVERFLOW = "record_overflow";
    static final String ILLEGAL_PARAMETER = "illegal_parameter";
    static final String DECODE_ERROR = "decode_error";
    static final String PROTOCOL_VERSION = "protocol_version";
    static final String INTERNAL_ERROR = "internal_error";
    static final String USER_CANCELED = "user_canceled";
    static final String NO_RENEGOTIATION = "no_renegotiation";

    private static final int FATAL = 2;
    private static final int INTERNAL = 80;

    /** What may be told in the clear, by whoever makes an engine too. */
    private static final Map<String, Integer> CODES =
            Map.ofEntries(
                    Map.entry(UNEXPECTED_MESSAGE, 10),
                    Map.entry(RECORD_OVERFLOW, 22),
                    Map.entry("handshake_failure", 40),
                    Map.entry(ILLEGAL_PARAMETER, 47),
                    Map.entry("access_denied", 49),
                    Map.entry(DECODE_ERROR, 50),
                    Map.entry(PROTOCOL_VERSION, 70),
                    Map.entry("insufficient_security", 71),
                    Map.entry(INTERNAL_ERROR, INTERNAL),
                    Map.entry(USER_CANCELED, 90),
                    Map.entry("unrecognized_name", 112),
                    Map.entry("no_application_protocol", 120));

    private static final Pattern RECEIVED = Pattern.compile("Received fatal alert: ([a-z_0-9]+)");
    private static final Pattern SENT = Pattern.compile("^\\(([a-z_0-9]+)\\)");

    private Alert() {}

    /** Writes a fatal alert as a record in the clear, as before any key is agreed. */
    static void encode(String name, ByteBuffer out) {
        out.put((byte) Records.ALERT).putShort((short) 0x0303).putShort((short) 2);
        out.put((byte) FATAL).put(CODES.getOrDefault(name, INTERNAL).byteValue());
    }

    /** The alert that an engine received, or null: engines tell it in words only. */
    static @Nullable String received(@Nullable String message) {
        return find(RECEIVED, message);
    }

    /** The alert that an engine is about to send, or null. */
    static @Nullable String sent(@Nullable String message) {
        return find(SENT, message);
    }

    private static @Nullable String find(Pattern pattern, @Nullable String message) {
        Matcher matcher = pattern.matcher(message == null ? "" : message);
        return matcher.find() ? matcher.group(1) : null;
    }
}
