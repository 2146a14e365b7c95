package org.example.irc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.ByteScript;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SessionTest {
    private static final Place PLACE = new Place("srv", "#chat", "the topic", List.of("day"));
    private static final String ANN = "NICK ann\r\nUSER ann 0 * :Ann Other\r\n";
    private static final String INSIDE = ANN + "JOIN #chat\r\n";
    private static final Presence WEB = new Presence("Finch7", "~web", "web", "Finch 7");

    private final List<String> seen = new ArrayList<>();
    private Session session = new Session(PLACE, new Limits(100, 1_000, 1_000, 1, 50), 0);
    private boolean stopped;

    /** Answers what is asked; {@code bob} is taken, and Finch7 is there. */
    private void answer(Event event) {
        switch (event) {
            case Event.Claim(String nick) when nick.equals("bob") -> session.taken();
            case Event.Claim _ -> session.granted();
            case Event.Join() -> session.joined(List.of(session.presence(), WEB));
            case Event.Ask _ -> session.present(List.of(session.presence(), WEB));
            case Event.Send(String line) -> seen.add(line);
            case Event.NeedsMore(), Event.Pause _ -> stopped = true;
            default -> seen.add(event.toString());
        }
    }

    private void feed(ByteBuffer in, long now) {
        for (stopped = false; !stopped; ) {
            answer(session.next(in, now));
        }
    }

    private List<String> told(String text) {
        seen.clear();
        feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        return List.copyOf(seen);
    }

    @Test
    void whoSaysWhoTheyAreIsWelcome() {
        List<String> told = told(ANN);

        assertEquals(":srv 001 ann :Welcome to the chat, ann!~ann@irc", told.getFirst());
        assertTrue(told.stream().anyMatch(l -> l.startsWith(":srv 005 ann CASEMAPPING=ascii")));
        assertTrue(told.contains(":srv 372 ann :- day"));
        assertEquals(":srv 376 ann :End of MOTD command", told.getLast());
    }

    @Test
    void capabilitiesAreRefusedAndHoldUpTheWelcome() {
        assertEquals(List.of(":srv CAP * LS :"), told("CAP LS 302\r\n" + ANN));
        assertEquals(List.of(":srv CAP ann NAK :sasl"), told("CAP REQ :sasl\r\n"));
        assertEquals(":srv 001", told("CAP END\r\n").getFirst().substring(0, 8));
        assertEquals(List.of(":srv CAP ann LIST :"), told("CAP LIST\r\n"));
        assertEquals(List.of(":srv 410 ann X :Invalid CAP command"), told("CAP X\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "JOIN #chat|451 *",
                "PRIVMSG #chat :x|451 *",
                "NICK|431 *",
                "NICK 1x|432 * 1x",
                "NICK bob|433 * bob",
                "USER a|461 * USER",
            })
    void beforeTheWelcome(String line, String reply) {
        assertEquals(":srv " + reply, told(line + "\r\n").getFirst().split(" :")[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "PING x|:srv PONG srv :x",
                "PING|:srv 461 ann PING :Not enough parameters",
                "PONG x|\"\"",
                "FROB|:srv 421 ann FROB :Unknown command",
                "NICK bob|:srv 433 ann bob :Nickname is already in use",
                "NICK ann|\"\"",
                "NICK ann2|:ann!~ann@irc NICK :ann2",
                "USER a 0 * :b|:srv 462 ann :Unauthorized command (already registered)",
                "JOIN #chat|\"\"",
                "JOIN #else|:srv 403 ann #else :No such channel",
                "PART #else|:srv 403 ann #else :No such channel",
                "PART #chat :off|:ann!~ann@irc PART #chat :off/Part[reason=off]",
                "JOIN 0|:ann!~ann@irc PART #chat/Part[reason=]",
                "PRIVMSG|:srv 411 ann :No recipient given",
                "PRIVMSG #chat|:srv 412 ann :No text to send",
                "PRIVMSG a,b,c,d,e :x|:srv 407 ann a,b,c,d,e :Too many recipients",
                "PRIVMSG #else :x|:srv 403 ann #else :No such channel",
                "PRIVMSG ä :x|:srv 401 ann ä :No such nick/channel",
                "PRIVMSG #CHAT :hi  there|Say[text=hi  there, notice=false]",
                "NOTICE #chat hi|Say[text=hi, notice=true]",
                "NOTICE|\"\"",
                "NOTICE #else :x|\"\"",
                "PRIVMSG #chat :\u0001ACTION waves\u0001|Say[text=* ann waves, notice=false]",
                "PRIVMSG #chat :\u0001VERSION\u0001|\"\"",
                "PRIVMSG #chat :\u00034x|Say[text=x, notice=false]",
                "PRIVMSG cy :x|Tell[nick=cy, lines=[:ann!~ann@irc PRIVMSG cy :x], notice=false]",
                "TOPIC #chat|:srv 332 ann #chat :the topic",
                "TOPIC #chat :new|:srv 482 ann #chat :You're not channel operator",
                "NAMES #chat|:srv 353 ann = #chat :ann Finch7/:srv 366 ann #chat :End of NAMES"
                        + " list",
                "NAMES #else|:srv 366 ann #else :End of NAMES list",
                "WHO Finch7|:srv 352 ann #chat ~web web srv Finch7 H :0 Finch 7"
                        + "/:srv 315 ann Finch7 :End of WHO list",
                "WHOIS nobody|:srv 401 ann nobody :No such nick/channel"
                        + "/:srv 318 ann nobody :End of WHOIS list",
                "WHOIS ann|:srv 311 ann ann ~ann irc * :Ann Other"
                        + "/:srv 312 ann ann srv :one room, many ways in"
                        + "/:srv 318 ann ann :End of WHOIS list",
                "LIST|:srv 322 ann #chat 2 :the topic/:srv 323 ann :End of LIST",
                "MODE #chat|:srv 324 ann #chat +nt",
                "MODE #chat b|:srv 368 ann #chat :End of channel ban list",
                "MODE #chat +o ann|:srv 482 ann #chat :You're not channel operator",
                "MODE ann +i|:srv 221 ann +i",
                "MODE bob +i|:srv 502 ann :Cannot change mode for other users",
                "QUIT :bye|ERROR :Closing link: Quit: bye/End[reason=Quit: bye]",
            })
    void inTheChannel(String line, String result) {
        told(INSIDE);

        assertEquals(result, String.join("/", told(line + "\r\n")));
    }

    @Test
    void outsideOfTheChannelNothingIsSaid() {
        told(ANN);

        assertEquals(
                List.of(":srv 404 ann #chat :Cannot send to channel"),
                told("PRIVMSG #chat :x\r\n"));
        assertEquals(
                List.of(":srv 442 ann #chat :You're not on that channel"), told("PART #chat\r\n"));
    }

    @Test
    void whoJoinsIsToldTheTopicAndWhoIsThere() {
        told(ANN);

        assertEquals(
                List.of(
                        ":ann!~ann@irc JOIN #chat",
                        ":srv 332 ann #chat :the topic",
                        ":srv 353 ann = #chat :ann Finch7",
                        ":srv 366 ann #chat :End of NAMES list"),
                told("JOIN #chat\r\n"));
    }

    @Test
    void afterTheEndNothingIsHeard() {
        told(INSIDE + "QUIT\r\n");

        assertEquals(List.of(), told("PRIVMSG #chat :x\r\n"));
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextIsHeard() {
        told(INSIDE);

        assertEquals(
                List.of(":srv 417 ann :Input line was too long", "Say[text=short, notice=false]"),
                told("PRIVMSG #chat :" + "x".repeat(600) + "\r\nPRIVMSG #chat short\r\n"));
    }

    @Test
    void aConversationIsTheSameHoweverItIsCut() {
        String talk = INSIDE + "PRIVMSG #chat :hi\r\nWHO #chat\r\nNICK x y\r\nQUIT :bye\r\n";
        List<String> whole = told(talk);
        ByteScript.ascii(talk)
                .eachFeeding(
                        feeding -> {
                            session = new Session(PLACE, new Limits(100, 1_000, 1_000, 1, 50), 0);
                            seen.clear();
                            feeding.feed(in -> feed(in, 0));
                            assertEquals(whole, seen);
                        });
    }

    @Test
    void anUnansweredQuestionHoldsUpAllElse() {
        ByteBuffer in = ByteBuffer.wrap("NICK a\r\nPING x\r\n".getBytes(StandardCharsets.UTF_8));

        assertEquals(new Event.Claim("a"), session.next(in, 0));
        assertThrows(IllegalStateException.class, () -> session.next(in, 0));
        session.granted();
        assertEquals(new Event.Send(":srv PONG srv :x"), session.next(in, 0));
    }

    @Test
    void whoDoesNotSayWhoTheyAreInTimeIsSentAway() {
        assertEquals(100, session.deadline());
        session.expired(100);

        assertEquals(
                List.of(
                        "ERROR :Closing link: You took too long to register",
                        "End[reason=You took too long to register]"),
                told(""));
    }

    @Test
    void whoIsSilentIsPingedAndThenGivenUp() {
        told(ANN);
        assertEquals(1_000, session.deadline());
        session.expired(1_000);
        assertEquals(List.of("PING :srv"), told(""));
        assertEquals(2_000, session.deadline());

        feed(ByteBuffer.wrap("PONG srv\r\n".getBytes(StandardCharsets.UTF_8)), 1_500);
        assertEquals(2_500, session.deadline());
        session.expired(2_500);
        session.expired(3_500);
        assertTrue(told("").contains("End[reason=Ping timeout]"));
    }

    @Test
    void aDrainSendsAwayInGoodTimeAndNotBefore() {
        told(ANN);
        session.draining(300, 100);
        assertEquals(250, session.deadline());
        assertEquals(List.of(), told(""));

        session.draining(200, 150); // brought forward
        assertTrue(told("").contains("End[reason=This server is ending]"));
    }

    @Test
    void whoSendsTooMuchIsHeardMoreSlowly() {
        session = new Session(PLACE, new Limits(100, 1_000, 3, 10, 50), 0);
        String lines = "PING a\r\nPING b\r\nPING c\r\nPING d\r\nPING e\r\nPING f\r\nPING g\r\n";
        ByteBuffer in = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        List<Event> events = new ArrayList<>();
        Event event;
        do {
            event = session.next(in, 0);
            events.add(event);
        } while (!(event instanceof Event.Pause));

        assertEquals(5, events.size());
        assertEquals(new Event.Pause(10), event);
        assertEquals(new Event.Send(":srv PONG srv :e"), session.next(in, 10));
        assertEquals(new Event.Pause(20), session.next(in, 10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void garbageIsAnsweredWithLinesOrNotAtAll(long seed) {
        Random random = new Random(seed);
        String[] words = {
            "NICK ",
            "USER ",
            "JOIN ",
            "PRIVMSG ",
            "CAP ",
            "LS",
            "END",
            "#chat",
            "a",
            "bob",
            " :",
            ":",
            ",",
            " ",
            "\r\n",
            "\n",
            "WHO ",
            "\0",
            "\u0001",
            "\u0003",
            "é",
            "MODE ",
            "NAMES",
            "PART ",
            "TOPIC ",
            "WHOIS ",
            "x".repeat(200),
            " 0 * x"
        };
        StringBuilder text = new StringBuilder(random.nextBoolean() ? INSIDE : "");
        for (int i = 0; i < 3_000; i++) {
            text.append(words[random.nextInt(words.length)]);
        }
        session = new Session(PLACE, new Limits(100, 1_000, 1_000_000, 1, 50), 0);

        List<String> told = told(text.toString());

        assertFalse(told.isEmpty());
        for (String line : told) {
            assertTrue(line.length() < 1_000, line);
            assertEquals(-1, line.indexOf('\n'), line);
            assertEquals(-1, line.indexOf('\r'), line);
        }
    }
}
