package org.example.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.chat.Room.Member;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Clients on a simulated network, and a room. */
class IrcHandlerTest {
    private static final Member WEB = new Member("0123", "Calm Finch 42");

    private final TestRoom room = new TestRoom();
    private final Channels channels = new Channels();
    private Network network = Network.seeded(1);
    private Engine engine = network.engine();
    private Listener listener;

    /** A client that is in the channel. */
    private RecordingHandler client(String nick) throws IOException {
        RecordingHandler client = connected(nick);
        send(client, "NICK " + nick + "\r\nUSER " + nick + " 0 * :Real\r\nJOIN #chat\r\n");
        hears(client, " 366 " + nick);
        return client;
    }

    private RecordingHandler connected(String name) throws IOException {
        if (listener == null) {
            listener =
                    engine.listen(
                            ListenTarget.loopback(0),
                            () ->
                                    new IrcHandler(
                                            channels,
                                            room,
                                            IrcProtocol.limits(Settings.defaults())));
        }
        RecordingHandler client = new RecordingHandler(name);
        network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        return client;
    }

    private static void send(RecordingHandler client, String text) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        assertTrue(client.tell(connection -> connection.write(bytes, null)));
    }

    private void hears(RecordingHandler client, String text) {
        network.runUntil(() -> text(client).contains(text));
    }

    private static String text(RecordingHandler client) {
        return new String(client.seen().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsSaidInTheRoomIsHeardByIrc() throws Exception {
        RecordingHandler ann = client("ann");

        room.say(WEB, "hello, Ann €", "");

        hears(ann, ":CalmFinch42!~web@web PRIVMSG #chat :hello, Ann €\r\n");
    }

    @Test
    void whatIsSaidByIrcIsHeardInTheRoomAndByTheOthersButNotByWhoSaysIt() throws Exception {
        RecordingHandler ann = client("ann");
        RecordingHandler bob = client("bob");

        send(ann, "PRIVMSG #chat :hello there\r\nPING over\r\n");

        hears(bob, ":ann!~user@irc PRIVMSG #chat :hello there\r\n");
        hears(ann, ":over");
        assertEquals(List.of("ann: hello there"), room.said());
        assertFalse(text(ann).contains("PRIVMSG #chat"));
    }

    @Test
    void noTextMakesALineOfItsOwn() throws Exception {
        RecordingHandler ann = client("ann");

        room.say(new Member("9", "Evil\r\nQUIT"), "one\r\nQUIT :two\rthree", "");

        hears(
                ann,
                ":EvilQUIT!~web@web PRIVMSG #chat :one\r\n"
                        + ":EvilQUIT!~web@web PRIVMSG #chat :QUIT :two\r\n"
                        + ":EvilQUIT!~web@web PRIVMSG #chat :three\r\n");
    }

    @Test
    void aLongMessageOfTheRoomComesInPieces() throws Exception {
        RecordingHandler ann = client("ann");

        room.say(WEB, "€".repeat(2_000) + "!", "");

        hears(ann, "€!\r\n");
        assertEquals(2_000, text(ann).chars().filter(c -> c == '€').count());
        assertTrue(
                text(ann).lines().allMatch(l -> l.getBytes(StandardCharsets.UTF_8).length <= 510));
    }

    @Test
    void whoComesHearsWhatTheRoomRemembersAndSeesWhoSaidIt() throws Exception {
        room.say(WEB, "before", "");

        RecordingHandler ann = client("ann");

        hears(ann, ":CalmFinch42!~web@web PRIVMSG #chat :before\r\n");
        assertTrue(text(ann).contains(" 353 ann = #chat :ann CalmFinch42\r\n"));
    }

    @Test
    void aNickHasOneOwnerHoweverTheyCame() throws Exception {
        room.say(WEB, "before", "");
        RecordingHandler ann = client("ann");
        RecordingHandler other = connected("other");

        send(other, "NICK ANN\r\nNICK CalmFinch42\r\nNICK calm\r\nUSER x 0 * :y\r\n");

        hears(other, " 001 calm ");
        assertTrue(text(other).contains(" 433 * ANN :"));
        assertTrue(text(other).contains(" 433 * CalmFinch42 :"));
        send(ann, "NICK beth\r\n");
        hears(ann, ":ann!~ann@irc NICK :beth\r\n");
        send(other, "NICK ann\r\n");
        hears(other, ":calm!~x@irc NICK :ann\r\n");
    }

    @Test
    void twoVisitorsOfOneNameHaveTwoNicks() throws Exception {
        RecordingHandler ann = client("ann");

        room.say(WEB, "one", "");
        room.say(new Member("4567", WEB.name()), "two", "");
        room.say(new Member("89", "ann"), "three", "");

        hears(ann, ":CalmFinch42!~web@web PRIVMSG #chat :one\r\n");
        hears(ann, ":CalmFinch42-2!~web@web PRIVMSG #chat :two\r\n");
        hears(ann, ":ann-2!~web@web PRIVMSG #chat :three\r\n");
    }

    @Test
    void comingRenamingAndGoingIsToldToTheOthers() throws Exception {
        RecordingHandler ann = client("ann");
        RecordingHandler bob = client("bob");
        hears(ann, ":bob!~bob@irc JOIN #chat\r\n");

        send(bob, "NICK rob\r\nPART #chat :later\r\nJOIN #chat\r\nQUIT :bye\r\n");

        hears(ann, ":bob!~bob@irc NICK :rob\r\n");
        hears(ann, ":rob!~bob@irc PART #chat :later\r\n");
        hears(ann, ":rob!~bob@irc QUIT :Quit: bye\r\n");
        network.runUntil(() -> bob.seen().how() != null);
        assertTrue(text(bob).endsWith("ERROR :Closing link: Quit: bye\r\n"));
    }

    @Test
    void aPrivateMessageGoesToOneOnly() throws Exception {
        RecordingHandler ann = client("ann");
        RecordingHandler bob = client("bob");

        send(ann, "PRIVMSG bob :psst\r\nPRIVMSG cy :x\r\nNOTICE cy :x\r\nPING over\r\n");

        hears(bob, ":ann!~ann@irc PRIVMSG bob :psst\r\n");
        hears(ann, ":over");
        assertTrue(text(ann).contains(" 401 ann cy :"));
        assertEquals(1, text(ann).split(" 401 ", -1).length - 1);
        assertEquals(List.of(), room.said());
    }

    @Test
    void whatTheRoomRefusesIsToldToWhoSaidIt() throws Exception {
        RecordingHandler ann = client("ann");

        send(ann, "PRIVMSG #chat :  \r\n");

        hears(ann, ":irc.bogie 404 ann #chat :there is nothing to say\r\n");
    }

    @Test
    void aFullRoomTakesNobodyMore() throws Exception {
        for (int i = 0; i < TestRoom.MAX_VISITORS; i++) {
            client("a" + i);
        }
        RecordingHandler late = connected("late");

        send(late, "NICK late\r\nUSER x 0 * :y\r\nJOIN #chat\r\n");

        hears(late, " 471 late #chat :");
    }

    @Test
    void aDrainSaysGoodBye() throws Exception {
        RecordingHandler ann = client("ann");

        network.await(engine.close(Duration.ofSeconds(5)));

        assertTrue(text(ann).endsWith("ERROR :Closing link: This server is ending\r\n"));
    }

    @Test
    void aLongDrainLetsClientsTalkOnUntilItsLastMinute() throws Exception {
        RecordingHandler ann = client("ann");
        RecordingHandler bob = client("bob");

        long before = network.nanoTime();
        CompletionStage<Engine.Drained> drained = engine.close(Duration.ofMinutes(3));
        network.runFor(Duration.ofSeconds(110));
        send(ann, "PRIVMSG #chat :still here\r\n");
        hears(bob, ":still here");
        network.await(drained);

        assertTrue(text(ann).endsWith("ERROR :Closing link: This server is ending\r\n"));
        assertTrue(network.nanoTime() - before < Duration.ofSeconds(125).toNanos());
    }

    @Test
    void whoIsSilentForLongIsPingedAndGivenUp() throws Exception {
        RecordingHandler ann = client("ann");

        network.runFor(Duration.ofMinutes(5));

        assertTrue(text(ann).contains("PING :irc.bogie\r\n"));
        assertTrue(text(ann).endsWith("ERROR :Closing link: Ping timeout\r\n"));
    }

    @Test
    void nothingOfAFloodIsLost() throws Exception {
        RecordingHandler ann = client("ann");
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            flood.append("PRIVMSG #chat :").append(i).append("\r\n");
        }

        long before = network.nanoTime();
        send(ann, flood + "PING over\r\n");
        hears(ann, ":over");

        assertEquals(100, room.said().size());
        assertTrue(network.nanoTime() - before > Duration.ofSeconds(30).toNanos());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aRoughNetworkChangesNothing(long seed) throws Exception {
        network = Network.seeded(seed).rough();
        engine = network.engine();
        RecordingHandler ann = client("ann");
        RecordingHandler bob = client("bob");

        for (int i = 0; i < 20; i++) {
            send(ann, "PRIVMSG #chat :from ann " + i + "\r\n");
            room.say(WEB, "from the web " + i, "");
        }
        hears(bob, "from ann 19\r\n");
        hears(bob, "from the web 19\r\n");
        hears(ann, "from the web 19\r\n");

        assertEquals(20, text(ann).split("from the web", -1).length - 1);
        assertEquals(20, text(bob).split("from ann", -1).length - 1);
    }
}
