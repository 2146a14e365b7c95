package org.example.irc;

import dev.bogie.chat.Room;
import dev.bogie.testkit.protocol.Conversation;
import dev.bogie.testkit.protocol.ProtocolContract;
import dev.bogie.transport.ConnectionProtocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every protocol has to keep: cut, slow, silent and mad clients, and the end of the server.
 */
class IrcContractTest extends ProtocolContract<Room> {
    /** Up to the last line of the message of the day, and of the names. */
    private static final String WELCOME = ".* 376 [^\r]*\r\n";

    private static final String NAMES = ".* 366 [^\r]*\r\n";

    private static final String WORD = "a".repeat(200);

    @Override
    protected ConnectionProtocol<Room> protocol() {
        return new IrcProtocol();
    }

    @Override
    protected Room application() {
        return new TestRoom();
    }

    @Override
    protected List<Conversation> conversations() {
        return List.of(
                Conversation.of("a visit")
                        .says("NICK ann\r\nUSER ann 0 * :Ann\r\n")
                        .hearsLike(WELCOME)
                        .says("JOIN #chat\r\n")
                        .hears(":ann!~ann@irc JOIN #chat\r\n")
                        .hearsLike(NAMES)
                        .again()
                        .says("PING " + WORD + "\r\n")
                        .hears(":irc.bogie PONG irc.bogie :" + WORD + "\r\n"),
                Conversation.of("a short visit")
                        .says("PASS x\r\nNICK b\r\nUSER b 0 * :B\r\n")
                        .hearsLike(WELCOME)
                        .says("PRIVMSG #chat :hello\r\nQUIT :bye\r\n")
                        .hearsLike(".*ERROR :Closing link: Quit: bye\r\n")
                        .closes());
    }

    /** {@code irc.idle-time}, and as much again. */
    @Override
    protected Optional<Duration> longestSilence() {
        return Optional.of(Duration.ofMinutes(4));
    }
}
