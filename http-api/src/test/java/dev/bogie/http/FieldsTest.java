package dev.bogie.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final FieldName A = FieldName.of("A");
    private static final FieldName B = FieldName.of("B");

    @Test
    void namesAreEqualRegardlessOfCase() {
        Fields fields = Fields.of(FieldName.of("X-Thing"), "1");

        assertThat(fields.first("x-tHING")).contains("1");
        assertThat(FieldName.of("content-TYPE")).isEqualTo(FieldName.CONTENT_TYPE);
        assertThat(FieldName.of("content-TYPE")).hasSameHashCodeAs(FieldName.CONTENT_TYPE);
    }

    @Test
    void namesOfDifferentPunctuationDiffer() {
        // '^' and '~' differ in the bit that tells upper from lower case.
        byte[] bytes = "a^b".getBytes(ISO_8859_1);

        assertThat(FieldName.of("a~b").matches(bytes, 0, 3)).isFalse();
        assertThat(FieldName.of("A^B").matches(bytes, 0, 3)).isTrue();
    }

    @Test
    void orderAndRepetitionAreKept() {
        Fields fields = Fields.builder().add(A, "1").add(B, "2").add(A, "3").build();

        assertThat(fields.all(A)).containsExactly("1", "3");
        assertThat(fields).hasToString("[A: 1, B: 2, A: 3]");
    }

    @Test
    void withReplacesAllInThePlaceOfTheFirst() {
        Fields fields = Fields.builder().add(A, "1").add(B, "2").add(A, "3").build();

        assertThat(fields.with(A, "4")).hasToString("[A: 4, B: 2]");
        assertThat(fields.without(A)).hasToString("[B: 2]");
        assertThat(fields).hasToString("[A: 1, B: 2, A: 3]");
    }

    @Test
    void aSecondFieldWhereOneIsAllowedIsABadRequest() {
        Fields fields = Fields.builder().add(A, "1").add(A, "1").build();

        assertThatThrownBy(() -> fields.single(A))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.BAD_REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "\u00e4", "a\r", "Foo\u000b", "[", "a\u0000b"})
    void aNameIsAToken(String name) {
        assertThatThrownBy(() -> FieldName.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: x=1",
                "a\n",
                "\ra",
                "a\u0000",
                "a\u007f",
                " a",
                "a\t",
                "\u20ac"
            })
    void aValueThatCouldInjectOrGetLostIsRefused(String value) {
        assertThatThrownBy(() -> Fields.of(A, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("\r", "\n", "\u0000");
        assertThatThrownBy(() -> Fields.empty().with(A, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fields.empty().adding(A, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Response.of(Status.OK).with(A, value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.get("/").adding(A, value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "HOST",
                "Upgrade",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Expect",
                "Proxy-Connection"
            })
    void fieldsThatFrameAMessageAreRefused(String name) {
        assertThatThrownBy(() -> Fields.builder().add(FieldName.of(name), "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("written by the protocol");
        assertThatThrownBy(() -> Fields.builder().set(FieldName.of(name), "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceivedSectionIsReadFromItsBytes() {
        Fields fields = received("Host", "a", "x-Odd", "\u00e9", "Content-Length", "3");

        assertThat(fields.size()).isEqualTo(3);
        assertThat(fields.first(FieldName.HOST)).contains("a");
        assertThat(fields.first("X-ODD")).contains("\u00e9");
        assertThat(fields.name(1)).hasToString("x-Odd");
        assertThat(fields.has(FieldName.CONTENT_LENGTH)).isTrue();
        assertThat(fields.has(FieldName.of("Hos"))).isFalse();
    }

    @Test
    void aReceivedSectionMayBeChangedAndKeepsItsFramingFields() {
        Fields fields = received("Content-Length", "3", "A", "1");

        assertThat(fields.with(A, "2")).hasToString("[Content-Length: 3, A: 2]");
        assertThat(fields.with(A, "1")).isEqualTo(fields).hasSameHashCodeAs(fields);
    }

    @Test
    void aNameSuchAsAPrototypeIsLikeAnyOther() {
        Fields fields = received("__proto__", "x", "constructor", "y");

        assertThat(fields.first("__proto__")).contains("x");
        assertThat(fields.first("hasOwnProperty")).isEmpty();
    }

    @Test
    void aTokenIsFoundInAnyListOfTheName() {
        Fields fields = Fields.builder().add(A, "x, y").add(A, "Upgrade ,z").build();

        assertThat(fields.hasToken(A, "upgrade")).isTrue();
        assertThat(fields.hasToken(A, "up")).isFalse();
    }

    @Test
    void whatIsPrintedIsEscaped() {
        assertThat(received("A", "\u001b[31m")).hasToString("[A: \\x1b[31m]");
        assertThat(Grammar.printable("\u20ac")).isEqualTo("\\u20ac");
        assertThat(Grammar.printable("x".repeat(200))).hasSizeLessThan(130);
    }

    private static Fields received(String... namesAndValues) {
        byte[] bytes = String.join("", namesAndValues).getBytes(ISO_8859_1);
        int[] slices = new int[namesAndValues.length * 2];
        int at = 0;
        for (int i = 0; i < namesAndValues.length; i++) {
            slices[2 * i] = at;
            slices[2 * i + 1] = namesAndValues[i].length();
            at += namesAndValues[i].length();
        }
        return Fields.received(bytes, slices, namesAndValues.length / 2);
    }
}
