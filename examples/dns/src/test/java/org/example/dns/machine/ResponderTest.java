package org.example.dns.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ResponderTest {
    private static final int A = 1;
    private static final int TXT = 16;

    private static final Responder RESPONDER = responder();

    private static Responder responder() {
        try {
            return new Responder(ZoneFile.read(ZoneFileTest.LINES), 1_232);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static Reply ask(ByteBuffer question) throws MalformedException {
        return Reply.of(RESPONDER.toDatagram(question).orElseThrow());
    }

    /** Codes: 0 no error, 3 no such name, 5 refused. Types: 1 A, 2 NS, 5 CNAME, 6 SOA, 15 MX … */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # asked               | type | code | answers                              | authorities
                    www.example.org       | 1    | 0    | www.example.org. 60 A c0000202       |
                    WWW.Example.ORG       | 1    | 0    | www.example.org. 60 A c0000202       |
                    www.example.org       | 28   | 0    | www.example.org. 60 AAAA 20010db8000000000000000000000002 |
                    www.example.org       | 15   | 0    |                                      | SOA
                    example.org           | 15   | 0    | example.org. 3600 MX 10 mail.example.org. |
                    example.org           | 2    | 0    | example.org. 3600 NS ns1.example.org. |
                    txt.example.org       | 16   | 0    | txt.example.org. 3600 TXT 0b68656c6c6f20776f726c64026f6b |
                    ftp.example.org       | 1    | 0    | ftp.example.org. 3600 CNAME www.example.org. + www.example.org. 60 A c0000202 |
                    ftp.example.org       | 5    | 0    | ftp.example.org. 3600 CNAME www.example.org. |
                    away.example.org      | 1    | 0    | away.example.org. 3600 CNAME www.example.net. |
                    dangling.example.org  | 1    | 3    | dangling.example.org. 3600 CNAME none.example.org. | SOA
                    none.example.org      | 1    | 3    |                                      | SOA
                    deep.example.org      | 1    | 0    |                                      | SOA
                    a.deep.example.org    | 1    | 0    | a.deep.example.org. 3600 A c0000203  |
                    round.example.org     | 1    | 2    |                                      |
                    host.below.example.org | 1   | 0    |                                      | below.example.org. 3600 NS ns.below.example.org.
                    www.example.org       | 255  | 0    | www.example.org. 60 A c0000202       |
                    www.example.org       | 64   | 0    |                                      | SOA
                    example.net           | 1    | 5    |                                      |
                    org                   | 1    | 5    |                                      |
                    .                     | 2    | 5    |                                      |
                    example.org           | 252  | 5    |                                      |
                    """)
    void theTableOfAnswersHolds(String name, int type, int code, String answers, String authorities)
            throws MalformedException {
        Reply reply = ask(Question.of(name, type));

        assertEquals(code, reply.code());
        assertEquals(
                answers == null ? List.of() : List.of(answers.split(" \\+ ")), reply.answers());
        String soa = "example.org. 300 SOA ns1.example.org. hostmaster.example.org.";
        if ("SOA".equals(authorities)) {
            assertTrue(reply.authorities().getFirst().startsWith(soa), reply::toString);
        } else {
            assertEquals(
                    authorities == null ? List.of() : List.of(authorities), reply.authorities());
        }
    }

    @Test
    void addressesOfWhoIsNamedComeAlong() throws MalformedException {
        assertEquals(
                List.of("mail.example.org. 3600 A c0000204"),
                ask(Question.of("example.org", 15)).additional());
        assertEquals(
                List.of("ns.below.example.org. 3600 A c0000205"),
                ask(Question.of("x.below.example.org", A)).additional());
    }

    @Test
    void whatIsBelowIsNotOurs() throws MalformedException {
        assertFalse(ask(Question.of("x.below.example.org", A)).isAuthoritative());
        assertTrue(ask(Question.of("www.example.org", A)).isAuthoritative());
        assertTrue(ask(Question.of("none.example.org", A)).isAuthoritative());
    }

    @Test
    void theQuestionIsRepeatedAsItCame() {
        ByteBuffer question = Question.of("wWw.eXample.oRg", A);
        ByteBuffer answer = RESPONDER.toDatagram(question).orElseThrow();

        int length = question.remaining() - Query.HEADER;
        assertEquals(question.slice(12, length), answer.slice(12, length));
        assertEquals(0x8000 | 0x0400 | 0x0100, Short.toUnsignedInt(answer.getShort(2)));
    }

    /** 512 bytes, unless the asker takes more; more than 1,232 are not sent by us. */
    @ParameterizedTest
    @CsvSource({
        "s400, 0, false",
        "s600, 0, true",
        "s600, 512, true",
        "s600, 100, true",
        "s600, 4096, false",
        "s1300, 4096, true"
    })
    void whatIsTooLargeForADatagramIsTruncated(String name, int size, boolean truncated)
            throws MalformedException {
        String host = name + ".example.org";
        ByteBuffer question = size == 0 ? Question.of(host, TXT) : Question.of(host, TXT, size, 0);
        Reply reply = ask(question);

        assertEquals(truncated, reply.isTruncated());
        assertEquals(truncated, reply.answers().isEmpty());
        assertEquals(size == 0 ? 0 : 1, reply.additional().size());
        Reply whole = Reply.of(RESPONDER.toMessage(question).orElseThrow());
        assertFalse(whole.isTruncated());
        assertFalse(whole.answers().isEmpty());
    }

    @Test
    void anotherVersionOfEdnsIsBad() throws MalformedException {
        assertEquals(16, ask(Question.of("www.example.org", A, 1_232, 1)).code());
    }

    @Test
    void anAnswerOrLessThanAHeaderHasNoAnswer() {
        ByteBuffer answer = RESPONDER.toDatagram(Question.of("www.example.org", A)).orElseThrow();

        assertEquals(Optional.empty(), RESPONDER.toDatagram(answer));
        assertEquals(Optional.empty(), RESPONDER.toDatagram(ByteBuffer.allocate(11)));
        assertEquals(Optional.empty(), RESPONDER.toDatagram(ByteBuffer.allocate(0)));
    }

    @Test
    void otherOperationsAndClassesAreNotDone() throws MalformedException {
        ByteBuffer update = Question.header(0x2800, 0).put(Question.question("x", A, 1)).flip();
        ByteBuffer answer = RESPONDER.toDatagram(update).orElseThrow();
        assertEquals(0x8000 | 0x2800 | 4, Short.toUnsignedInt(answer.getShort(2)));
        ByteBuffer chaos =
                Question.header(0, 0).put(Question.question("www.example.org", A, 3)).flip();
        assertEquals(5, ask(chaos).code());
    }

    /** Pointers forward, at themselves and round; labels and records that do not end. */
    @ParameterizedTest
    @CsvSource({
        "c00c 0001 0001",
        "c00d 0001 0001",
        "c0ff 0001 0001",
        "0161c00c 0001 0001",
        "c000 0001 0001",
        "40 0001 0001",
        "80 0001 0001",
        "05616263",
        "0161",
        "00 0001",
        "00 0001 0001 00"
    })
    void hostileQuestionsAreMalformed(String hex) throws MalformedException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuffer question = Question.header(0, 0).put(bytes).flip();

        assertEquals(1, ask(question).code());
    }

    @Test
    void aNameThatIsTooLongIsMalformed() throws MalformedException {
        ByteBuffer question = Question.header(0, 0);
        for (int i = 0; i < 5; i++) {
            question.put((byte) 60).put(new byte[60]);
        }
        question.put((byte) 0).putInt(0x00010001);

        assertEquals(1, ask(question.flip()).code());
    }

    @Test
    void twoOptRecordsAreMalformed() throws MalformedException {
        ByteBuffer question =
                Question.header(0, 2)
                        .put(Question.question("www.example.org", A, 1))
                        .put(Question.opt(1_232, 0))
                        .put(Question.opt(1_232, 0));

        assertEquals(1, ask(question.flip()).code());
    }

    /** Cut anywhere, and with bytes changed, a question has an answer or none, and no more. */
    @Test
    void nothingThatComesBreaksIt() {
        ByteBuffer good = Question.of("ftp.example.org", A, 1_232, 0);
        Random random = new Random(42);
        for (int i = 0; i < good.remaining(); i++) {
            check(good.slice(0, i));
            for (int n = 0; n < 64; n++) {
                byte[] bytes = new byte[good.remaining()];
                good.get(0, bytes);
                bytes[i] = (byte) random.nextInt();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                check(ByteBuffer.wrap(bytes));
            }
        }
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            check(ByteBuffer.wrap(bytes));
        }
    }

    private static void check(ByteBuffer question) {
        Optional<ByteBuffer> answer = RESPONDER.toDatagram(question);
        assertTrue(answer.map(ByteBuffer::remaining).orElse(0) <= 1_232);
        Optional<ByteBuffer> unused = RESPONDER.toMessage(question);
    }
}
