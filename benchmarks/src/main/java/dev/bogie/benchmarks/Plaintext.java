package dev.bogie.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What every server of the comparison answers. */
final class Plaintext {
    /** The path of the route. */
    static final String PATH = "/plaintext";

    /** The body. */
    static final String TEXT = "Hello, World!";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

    private Plaintext() {}

    /** The bytes of the body; a new array. */
    static byte[] body() {
        return TEXT.getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole answer, for servers that understand nothing; a new array. */
    static byte[] canned() {
        String answer =
                """
                HTTP/1.1 200 OK\r
                Content-Type: text/plain\r
                Content-Length: %d\r
                Date: %s\r
                \r
                %s\
                """
                        .formatted(TEXT.length(), date(), TEXT);
        return answer.getBytes(StandardCharsets.US_ASCII);
    }

    /** The time as a {@code Date} field has it (RFC 9110 §5.6.7). */
    static String date() {
        return DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    }
}
