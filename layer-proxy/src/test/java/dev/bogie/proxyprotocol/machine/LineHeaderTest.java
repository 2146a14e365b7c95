package dev.bogie.proxyprotocol.machine;

import static dev.bogie.proxyprotocol.machine.Reading.decoded;
import static dev.bogie.proxyprotocol.machine.Reading.ip;
import static dev.bogie.proxyprotocol.machine.Reading.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.ByteScript;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class LineHeaderTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    TCP4 192.0.2.7 198.51.100.1 54321 443, c0000207, 54321, c6336401, 443
                    TCP4 0.0.0.0 255.255.255.255 0 65535,  00000000, 0,     ffffffff, 65535
                    TCP6 2001:db8::7 ::1 1 2,              20010db8000000000000000000000007, 1, 00000000000000000000000000000001, 2
                    TCP6 :: 1:2:3:4:5:6:7:8 1 2,           00000000000000000000000000000000, 1, 00010002000300040005000600070008, 2
                    TCP6 FFFF:a::B 1::2:3:4:5:6:7 1 2,     ffff000a00000000000000000000000b, 1, 00010000000200030004000500060007, 2
                    TCP6 ::ffff:1.2.3.4 1:2:3:4:5:6:7.8.9.10 1 2, 00000000000000000000ffff01020304, 1, 0001000200030004000500060708090a, 2
                    TCP6 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1 2,     00010002000300040005000600070000, 1, 00000002000300040005000600070008, 2
                    """)
    void aLineNamesBothEnds(
            String words, String source, int sourcePort, String destination, int destinationPort) {
        assertThat(decoded(ByteScript.ascii("PROXY " + words + "\r\n")))
                .isEqualTo(
                        new ProxyHeader.Internet(
                                ip(source, sourcePort), ip(destination, destinationPort)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNKNOWN",
                "UNKNOWN ",
                "UNKNOWN ffff::1 ffff::2 1 2",
                "UNKNOWN whatever \u00e9\u0000"
            })
    void anUnknownClientLeavesTheConnectionsOwnEnds(String words) {
        assertThat(decoded(ByteScript.ascii("PROXY " + words + "\r\n")))
                .isEqualTo(ProxyHeader.local());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXX TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXY\tTCP4 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXY  TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXY \r\n",
                "PROXY TCP5 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 2 \r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1  1 2\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 -1 2\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 +1 2\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 99999999999\r\n",
                "PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n",
                "PROXY TCP4 192.0.2.7. 198.51.100.1 1 2\r\n",
                "PROXY TCP4 192.0.2.07 198.51.100.1 1 2\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n",
                "PROXY TCP4 192.0.2.0x1 198.51.100.1 1 2\r\n",
                "PROXY TCP4 2001:db8::7 ::1 1 2\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n",
                "PROXY TCP6 2001:db8::7 198.51.100.1 1 2\r\n",
                "PROXY TCP6 1::2::3 ::1 1 2\r\n",
                "PROXY TCP6 ::: ::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7 ::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4::5:6:7:8 ::1 1 2\r\n",
                "PROXY TCP6 :1:2:3:4:5:6:7 ::1 1 2\r\n",
                "PROXY TCP6 12345::1 ::1 1 2\r\n",
                "PROXY TCP6 g::1 ::1 1 2\r\n",
                "PROXY TCP6 1.2.3.4:: ::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7:1.2.3.4 ::1 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
                "PROXY TCP6 [::1] ::1 1 2\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\r\n",
                "PROXY UNKNOWN \r \r\n",
                "PROXY UNKNOWN \n \r\n"
            })
    void aMalformedLineIsRefused(String line) {
        assertThat(refusal(line.getBytes(StandardCharsets.ISO_8859_1))).isNotEmpty();
    }

    @Test
    void theLongestLineIsReadAndALongerOneRefused() {
        String longest = "PROXY UNKNOWN " + "x".repeat(ProxyHeaderDecoder.MAX_LINE - 16);

        assertThat(decoded(ByteScript.ascii(longest + "\r\n"))).isEqualTo(ProxyHeader.local());
        assertThat(refusal((longest + "x\r\n").getBytes(StandardCharsets.US_ASCII)))
                .contains("more than 107 bytes");
        assertThat(refusal((longest + "xx").getBytes(StandardCharsets.US_ASCII)))
                .contains("more than 107 bytes");
    }
}
