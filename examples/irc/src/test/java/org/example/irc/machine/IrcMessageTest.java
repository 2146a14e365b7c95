package org.example.irc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class IrcMessageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "NICK ann|NICK|ann",
                "nick ann|NICK|ann",
                ":me NICK ann|NICK|ann",
                "USER a 0 * :Ann Other|USER|a/0/*/Ann Other",
                "PRIVMSG #chat :hello|PRIVMSG|#chat/hello",
                "PRIVMSG #chat ::)|PRIVMSG|#chat/:)",
                "PRIVMSG #chat :|PRIVMSG|#chat/",
                "  JOIN   #chat  |JOIN|#chat",
                "QUIT|QUIT|\"\"",
                "\"\"|\"\"|\"\"",
                ":only|\"\"|\"\"",
                "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16|X|1/2/3/4/5/6/7/8/9/10/11/12/13/14/15 16",
            })
    void aLineIsACommandAndParameters(String line, String command, String parameters) {
        IrcMessage message = IrcMessage.parse(line);

        assertEquals(command, message.command());
        assertEquals(parameters, String.join("/", message.parameters()));
    }

    @Test
    void aParameterThatIsNotThereIsEmpty() {
        assertEquals("", new IrcMessage("X", List.of("a")).parameter(1));
    }
}
