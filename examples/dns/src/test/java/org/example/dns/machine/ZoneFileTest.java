package org.example.dns.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class ZoneFileTest {
    /** A zone with some of everything. */
    static final List<String> LINES = lines();

    private static List<String> lines() {
        List<String> lines =
                new ArrayList<>(
                        """
                        ; A zone for tests.
                        $ORIGIN example.org.
                        $TTL 3600
                        @     IN SOA ns1 hostmaster 7 7200 900 1209600 300
                              NS  ns1
                              MX  10 mail
                        ns1   A   192.0.2.1
                        www   60  A 192.0.2.2 ; not for long
                        www   60  AAAA 2001:db8::2
                        ftp   CNAME www
                        away  CNAME www.example.net.
                        dangling CNAME none
                        round CNAME around
                        around CNAME round.example.org.
                        mail  A 192.0.2.4
                        a.deep A 192.0.2.3
                        txt   TXT "hello world" ok
                        below NS ns.below
                        ns.below A 192.0.2.5
                        """
                                .lines()
                                .toList());
        lines.add("s400 TXT " + "x".repeat(200) + " " + "y".repeat(150));
        lines.add("s600 TXT " + ("x".repeat(190) + " ").repeat(3));
        lines.add("s1300 TXT " + ("x".repeat(250) + " ").repeat(5));
        return List.copyOf(lines);
    }

    @Test
    void aZoneIsRead() throws MalformedException {
        assertEquals(DomainName.of("example.org"), ZoneFile.read(LINES).origin());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    www A 192.0.2        | line 4: '192.0.2' is no address
                    www A 2001:db8::1    | line 4: '2001:db8::1' is of another type
                    www PTR x            | line 4: type 'PTR' is not known here
                    www A                | line 4: an address is missing
                    www A 192.0.2.1 more | line 4: what is 'more' here?
                    www MX 65536 mail    | line 4: '65536' is no number up to 65535
                    www TXT "no end      | line 4: a quote that does not end
                    www..x A 192.0.2.1   | line 4: a label of 0 bytes
                    www.net. A 192.0.2.1 | www.net. is not within example.org.
                    @ SOA a b 1 2 3 4 5  | a zone has one SOA, not 2
                    ns1 CNAME www        | ns1.example.org. is another name, and so can be nothing else
                    """)
    void aBadLineIsNamed(String line, String said) {
        List<String> lines =
                List.of(
                        "$ORIGIN example.org.",
                        "@ SOA ns1 hostmaster 7 7200 900 1209600 300",
                        "ns1 A 192.0.2.1",
                        line);

        String message =
                assertThrows(MalformedException.class, () -> ZoneFile.read(lines)).getMessage();
        assertTrue(message.startsWith(said), message);
    }
}
