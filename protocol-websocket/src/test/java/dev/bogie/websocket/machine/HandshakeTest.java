package dev.bogie.websocket.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

final class HandshakeTest {
    @Test
    void acceptsAsInTheExampleOfTheRfc() {
        assertEquals(
                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", HandshakeKey.accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void generatesKeysThatAreValid() {
        Random random = new Random(1);
        String one = HandshakeKey.generate(random);
        assertTrue(HandshakeKey.isValid(one));
        assertThat(HandshakeKey.generate(random)).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"upgrade", "Upgrade", "keep-alive, Upgrade", "a,,\tUPGRADE ,b", ",upgrade"})
    void findsATokenInAList(String list) {
        assertTrue(TokenList.contains(list, "upgrade"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "upgrades", "up grade", "\"upgrade\"", "upgrade;q=1"})
    void doesNotFindWhatIsNotThere(String list) {
        assertFalse(TokenList.contains(list, "upgrade"));
    }

    @Test
    void parsesAList() {
        assertThat(TokenList.parse(" chat.v2 ,, chat\t")).containsExactly("chat.v2", "chat");
        assertThat(TokenList.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "\"a\"", "a\u0000", "ä", "a,b/c"})
    void refusesWhatIsNoToken(String list) {
        assertThrows(IllegalArgumentException.class, () -> TokenList.parse(list));
    }
}
