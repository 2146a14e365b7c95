package dev.bogie.http.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

class ValuesTest {
    private static final int LIMIT = 100;

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, -1",
        "EXAMPLE.com:80, example.com, 80",
        "127.0.0.1:0, 127.0.0.1, 0",
        "a_b-c, a_b-c, -1",
        "a., a., -1",
        "[::1]:8080, [::1], 8080",
        "[::], [::], -1",
        "[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8], -1",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4], -1",
        "[1:2:3:4:5:6:1.2.3.4], [1:2:3:4:5:6:1.2.3.4], -1",
        "[1::], [1::], -1",
        "[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7::], -1"
    })
    void anAuthorityHasHostAndPort(String text, String host, int port) {
        assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
    }

    // CVE-2025-12543, CVE-2026-25679, CVE-2025-47912, CVE-2024-6763, CVE-2020-13956
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "a:",
                "a:x",
                "a:65536",
                "a:-1",
                "a:+1",
                "a:000080",
                "u@a",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a..b",
                ".a",
                "\u00e4",
                "a%41",
                "[::1",
                "::1",
                "[]",
                "[:]",
                "[:::]",
                "[::1]x",
                "[::1]:",
                "[1::2::3]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[12345::]",
                "[g::]",
                "[::1%25eth0]",
                "[::1.2.3]",
                "[::1.2.3.256]",
                "[::01.2.3.4]",
                "[1.2.3.4::]",
                "[:1:2:3:4:5:6:7:8]",
                "a[::1]",
                "a,b"
            })
    void aMalformedAuthorityIsRefused(String text) {
        assertThatThrownBy(() -> Authority.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUsualPortIsThatOfTheScheme() {
        assertThat(Authority.parse("a").portFor("http")).isEqualTo(80);
        assertThat(Authority.parse("a").portFor("https")).isEqualTo(443);
        assertThat(Authority.parse("[::1]:5").portFor("https")).isEqualTo(5);
        assertThat(Authority.parse("[::1]:5").bareHost()).isEqualTo("::1");
    }

    @Test
    void percentEncodingGoesThereAndBack() {
        String all = "a b/ä€\ud83d\ude00%+&=?#~-._";

        assertThat(PercentEncoding.decode(PercentEncoding.encode(all))).isEqualTo(all);
        assertThat(PercentEncoding.decode("%2541")).isEqualTo("%41");
        assertThat(PercentEncoding.encode("/é")).isEqualTo("%2F%C3%A9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%4",
                "%4g",
                "%%32%65",
                "%u002e",
                "%+1",
                "%c0%af",
                "%ed%a0%80",
                "%ff",
                "\u00e4"
            })
    void aMalformedEscapeIsRefused(String text) {
        assertThatThrownBy(() -> PercentEncoding.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // CVE-2023-26049: quotes are data and hold no semicolon back
    @Test
    void aQuoteSwallowsNoOtherCookie() {
        Fields fields = cookies("a=\"b; SESSION=1; c=d\"");

        assertThat(Cookie.all(fields, LIMIT))
                .containsExactly(
                        new Cookie("a", "\"b"), new Cookie("SESSION", "1"), new Cookie("c", "d\""));
        assertThat(Cookie.first(fields, "SESSION")).contains("1");
    }

    // CVE-2023-23934
    @Test
    void aNamelessCookieIsSkipped() {
        Fields fields = cookies("=__Host-x=bad; nothing; $Version=1; b=2");

        assertThat(Cookie.first(fields, "__Host-x")).isEmpty();
        assertThat(Cookie.first(fields, "")).isPresent();
        assertThat(Cookie.all(fields, LIMIT))
                .containsExactly(new Cookie("$Version", "1"), new Cookie("b", "2"));
    }

    // CVE-2025-58186
    @Test
    void cookiesAreLimitedInNumber() {
        Fields fields = cookies("a=;".repeat(LIMIT) + "b=1");

        assertThatThrownBy(() -> Cookie.all(fields, LIMIT)).isInstanceOf(HttpException.class);
        assertThat(Cookie.first(fields, "b")).contains("1");
    }

    @Test
    void setCookieBeginsStrict() {
        assertThat(SetCookie.of("a", "b")).hasToString("a=b; Path=/; HttpOnly; SameSite=Lax");
        assertThat(
                        SetCookie.of("a", "")
                                .path("/x")
                                .maxAge(Duration.ZERO)
                                .secure(true)
                                .httpOnly(false)
                                .sameSite(SetCookie.SameSite.STRICT))
                .hasToString("a=; Path=/x; SameSite=Strict; Max-Age=0; Secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a,b", "a\"", "a\\", "a\r\nb", "\u00e4", "\u007f"})
    void aCookieThatCouldInjectIsRefused(String value) {
        assertThatThrownBy(() -> SetCookie.of("n", value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetCookie.of(value, "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCookiePathCannotInjectAttributes() {
        assertThatThrownBy(() -> SetCookie.of("n", "v").path("/;Domain=x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void aDateIsReadInAllThreeForms(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @Test
    void aDateIsWrittenInOneForm() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.9Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void aDateIsWrittenAsItsFormSays() {
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        Random random = new Random(9110);
        for (int i = 0; i < 2_000; i++) {
            // Around the years 1 and 9999 as well, where the form needs more than four digits.
            Instant time =
                    Instant.ofEpochSecond(random.nextLong(-63_000_000_000L, 255_000_000_000L));
            assertThat(HttpDate.format(time)).isEqualTo(form.format(time.atOffset(ZoneOffset.UTC)));
        }
    }

    @Test
    void aYearOfTwoDigitsIsAtMostFiftyYearsAhead() {
        assertThat(HttpDate.parse("Friday, 06-Nov-76 08:49:37 GMT", NOW))
                .isEqualTo(HttpDate.parse("Fri, 06 Nov 2076 08:49:37 GMT", NOW));
        assertThat(HttpDate.parse("Sunday, 06-Nov-77 08:49:37 GMT", NOW))
                .contains(Instant.parse("1977-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "Sun, 06 Nov 1994", "Mon, 06 Nov 1994 08:49:37 GMT", "0"})
    void aMalformedDateIsNone(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void anEntityTagIsFoundInAList() {
        ETag tag = new ETag(true, "b,c");

        assertThat(tag.isIn("*")).isTrue();
        assertThat(tag.isIn("\"a\", \"b,c\"")).isTrue();
        assertThat(tag.isIn("W/\"b,c\"")).isTrue();
        assertThat(tag.isIn("\"b\"")).isFalse();
        assertThat(tag.isIn("b,c")).isFalse();
        assertThat(tag.isIn("\"b,c")).isFalse();
        assertThat(tag).hasToString("W/\"b,c\"");
    }

    @Test
    void aMediaTypeIsTakenApart() {
        MediaType type = MediaType.parse("Text/HTML ; Charset=\"utf\\\"-8\" ;; x=y");

        assertThat(type)
                .isEqualTo(new MediaType("text", "html", Map.of("charset", "utf\"-8", "x", "y")));
        assertThat(type).hasToString("text/html;charset=\"utf\\\"-8\";x=y");
        assertThat(type.is("TEXT/html")).isTrue();
        assertThat(MediaType.parse("a/b").charset()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "text/",
                "/html",
                "text/html/x",
                "a/b;c",
                "a/b;c=",
                "a/b;c=\"",
                "a/b;c=\"x\\",
                "a/b;c=\"x\"y",
                "a/b;c=d;C=e",
                "a b/c",
                "a/b;c=d e"
            })
    void aMalformedMediaTypeIsRefused(String text) {
        assertThatThrownBy(() -> MediaType.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Fields cookies(String line) {
        return Fields.of(FieldName.COOKIE, line);
    }
}
