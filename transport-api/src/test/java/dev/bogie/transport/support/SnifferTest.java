package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Match;
import dev.bogie.transport.ProtocolContext;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

class SnifferTest {
    /** Recognised by a prefix. */
    private record Prefixed(String name, String prefix, int priority)
            implements ConnectionProtocol<String> {
        @Override
        public Class<String> contract() {
            return String.class;
        }

        @Override
        public ConnectionHandler serve(String application, ProtocolContext context) {
            throw new AssertionError("a vote serves nobody");
        }

        @Override
        public int sniffLimit() {
            return prefix.length();
        }

        @Override
        public Match match(ByteBuffer first) {
            for (int i = 0; i < prefix.length(); i++) {
                if (i == first.remaining()) {
                    return Match.MORE;
                }
                if (first.get(i) != prefix.charAt(i)) {
                    return Match.NO;
                }
            }
            return Match.YES;
        }
    }

    private static final List<Prefixed> CANDIDATES =
            List.of(
                    new Prefixed("long", "PRI * HTTP", 1),
                    new Prefixed("short", "PR", 0),
                    new Prefixed("other", "X", 0));

    @ParameterizedTest
    @CsvSource({
        "X,other",
        "XYZ,other",
        "P,undecided",
        "PR,undecided",
        "PRI * HTTP,long",
        "PRI * HTTP/2,long",
        "PRESS,short",
        "PRI X,short",
        "Q,none",
        "PX,none"
    })
    void theFirstYesCountsOnceAllOfHigherRankHaveSaidNo(String bytes, String expected) {
        var vote =
                Sniffer.vote(
                        CANDIDATES, ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
        String result =
                vote.choice() != null
                        ? vote.choice().name()
                        : vote.undecided() ? "undecided" : "none";
        assertThat(result).isEqualTo(expected);
    }
}
