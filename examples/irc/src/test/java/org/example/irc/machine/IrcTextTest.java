package org.example.irc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class IrcTextTest {
    private static String encoded(String line) {
        return StandardCharsets.UTF_8.decode(IrcText.encode(line)).toString();
    }

    @Test
    void nothingInALineEndsIt() {
        assertEquals("a  QUIT b c\r\n", encoded("a\r\nQUIT\nb\0c"));
    }

    @Test
    void whatIsTooLongIsCutOffBetweenCharacters() {
        assertEquals(LineReader.MAX_LINE, IrcText.encode("x".repeat(600)).remaining());
        assertEquals("x" + "€".repeat(169) + "\r\n", encoded("x" + "€".repeat(200)));
    }

    @Test
    void aLongTextBecomesLinesThatHoldAllOfIt() {
        String text = "€uro😀 ".repeat(150);

        List<String> lines = IrcText.lines(":a!b@c PRIVMSG #chat :", text);

        assertEquals(4, lines.size());
        lines.forEach(line -> assertEquals(line + "\r\n", encoded(line)));
        String all = String.join("", lines).replace(":a!b@c PRIVMSG #chat :", "");
        assertEquals(text, all);
    }

    @Test
    void eachLineOfATextIsOneOfItsOwn() {
        assertEquals(List.of(">one", ">two"), IrcText.lines(">", "one\r\n\ntwo\n"));
    }

    @Test
    void boldAndColoursAreLeftOut() {
        assertEquals("red bold 3", IrcText.plain("\u000304,12red\u0003 \u0002bold\u000F 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Ann", "[x]", "a-1", "_`^{|}\\"})
    void goodNicks(String nick) {
        assertTrue(IrcText.isNick(nick));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1a", "-a", "a b", "#a", "ä", "a!", "abcdefghijklmnopqrstuvwxyzabcde"})
    void badNicks(String nick) {
        assertFalse(IrcText.isNick(nick));
    }
}
