package dev.bogie.http1.internal;

import static dev.bogie.http1.internal.Wire.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server does with heads that can be read in two ways: answers once, closes, reads no more.
 */
class RefusalTest {
    private final List<String> asked = new ArrayList<>();

    private Wire wire() {
        return Wire.to(
                request -> {
                    asked.add(request.path());
                    return Response.text(request.body().readString());
                });
    }

    private void refused(Wire wire, int status) {
        assertThat(wire.received()).startsWith("HTTP/1.1 " + status + ' ');
        assertThat(wire.received()).contains("\r\nConnection: close\r\n");
        assertThat(wire.received()).containsOnlyOnce("\r\n\r\n");
        assertThat(wire.isEnded()).isTrue();
        assertThat(asked).doesNotContain("/smuggled");
    }

    /** Written with \r, \n and \xHH; GET /smuggled follows each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding : chunked\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nFoo\\x0b: b\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nCon\\x00tent-Length: 5\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\r\\r
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX: \\rTransfer-Encoding: chunked\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\nHost: a\\n\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding:\\r\\n chunked\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nContent\\rLength: 5\\r\\n\\r\\n
                    400 | \\x00GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\n\\x0bTransfer-Encoding: chunked\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: [::1\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n
                    400 | GET / HTTP/1.1\\r\\n\\r\\n
                    421 | GET https://a/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
                    505 | GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n
                    400 | GET  / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 6\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n
                    400 | POST / HTTP/1.0\\r\\nContent-Length: 6\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n
                    400 | POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5, 5\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1 2\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +5\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0x10\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5_0\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length:\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n
                    501 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n
                    400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, identity\\r\\n\\r\\n
                    413 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999\\r\\n\\r\\n
                    417 | POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: miracles\\r\\nContent-Length: 1\\r\\n\\r\\n
                    """)
    void anAmbiguousHeadIsRefused(int status, String bytes) {
        Wire wire = wire();
        wire.send(unescaped(bytes) + get("/smuggled"));
        refused(wire, status);
        assertThat(asked).isEmpty();
    }

    /** Bodies in chunks, behind a head that is in order. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    5\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    5;a=\\nb\\r\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    1;ext="val\\r\\nX\\r\\n0\\r\\n\\r\\n
                    5\\r\\nAAAAAXX2\\r\\n45\\r\\n0\\r\\n\\r\\n
                    FFFFFFFFFFFFFFFF1\\r\\nAAAAA\\r\\n
                    0x5\\r\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    +5\\r\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    -1\\r\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    \\r\\nAAAAA\\r\\n0\\r\\n\\r\\n
                    0\\r\\nFoo\\r\\n\\r\\n
                    """)
    void aMalformedChunkIsRefused(String bytes) {
        Wire wire = wire();
        wire.send(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + unescaped(bytes)
                        + get("/smuggled"));
        refused(wire, 400);
    }

    @Test
    void aTargetThatIsTooLongIsRefused() {
        Wire wire = wire();
        wire.send("GET /" + "a".repeat(9_000));
        refused(wire, 414);
    }

    @Test
    void aFieldThatIsTooLongIsRefused() {
        Wire wire = wire();
        wire.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000));
        refused(wire, 431);
    }

    @Test
    void tooManyFieldsAreRefused() {
        Wire wire = wire();
        wire.send("GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(101));
        refused(wire, 431);
    }

    // G8 CVE-2024-37890
    @Test
    void anOfferBehindTooManyFieldsIsRefusedAndNotOverlooked() {
        Wire wire = wire();
        wire.send(
                "GET / HTTP/1.1\r\nHost: a\r\n"
                        + "X: a\r\n".repeat(98)
                        + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n"
                        + get("/smuggled"));
        refused(wire, 431);
        assertThat(asked).isEmpty();
    }

    @Test
    void aTunnelIsRefusedAndWhatIsMeantForItIsNotRead() {
        Wire wire = wire();
        wire.send("CONNECT b:81 HTTP/1.1\r\nHost: b:81\r\n\r\n" + get("/smuggled"));
        refused(wire, 501);
        assertThat(asked).isEmpty();
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() {
        Wire wire = wire();
        wire.send("GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "a".repeat(4_000) + "\r\n").repeat(9));
        refused(wire, 431);
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() {
        Wire wire =
                Wire.to(
                        request -> Response.text(request.body().readString()),
                        "http1.max-body",
                        10L);
        wire.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        wire.send("8\r\nAAAAAAAA\r\n8\r\nAAAAAAAA\r\n0\r\n\r\n" + get("/smuggled"));
        refused(wire, 413);
    }

    @Test
    void anOfferWithContentIsNoOffer() {
        Wire wire = wire();
        wire.send(
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                        + "Content-Length: 3\r\n\r\nabc");
        assertThat(wire.received()).isEqualTo(Wire.ok("abc"));
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                out.append(text.charAt(i));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                default -> {
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
            }
        }
        return out.toString();
    }
}
