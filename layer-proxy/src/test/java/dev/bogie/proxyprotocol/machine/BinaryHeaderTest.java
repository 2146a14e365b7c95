package dev.bogie.proxyprotocol.machine;

import static dev.bogie.proxyprotocol.machine.Reading.LIMIT;
import static dev.bogie.proxyprotocol.machine.Reading.SIGNATURE;
import static dev.bogie.proxyprotocol.machine.Reading.TCP4;
import static dev.bogie.proxyprotocol.machine.Reading.decoded;
import static dev.bogie.proxyprotocol.machine.Reading.hex;
import static dev.bogie.proxyprotocol.machine.Reading.ip;
import static dev.bogie.proxyprotocol.machine.Reading.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.ByteScript;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

class BinaryHeaderTest {
    @ParameterizedTest
    @CsvSource({"2111", "2112"})
    void aBinaryHeaderNamesIpv4Ends(String command) {
        assertThat(decoded(hex(SIGNATURE + command + "000c" + "c0000207c6336401d43101bb")))
                .isEqualTo(new ProxyHeader.Internet(ip("c0000207", 54_321), ip("c6336401", 443)));
    }

    @Test
    void aBinaryHeaderNamesIpv6Ends() {
        String source = "20010db8000000000000000000000007";
        String destination = "ffffffffffffffffffffffffffffffff";

        assertThat(decoded(hex(SIGNATURE + "2121" + "0024" + source + destination + "ffff0000")))
                .isEqualTo(new ProxyHeader.Internet(ip(source, 65_535), ip(destination, 0)));
    }

    @Test
    void aBinaryHeaderNamesPaths() {
        String none = "00".repeat(108);
        String full = "61".repeat(108);
        String path = "2f746d702f732e736f636b" + "00" + "ff".repeat(96);

        assertThat(decoded(hex(SIGNATURE + "2131" + "00d8" + none + path)))
                .isEqualTo(new ProxyHeader.Unix("", "/tmp/s.sock"));
        assertThat(decoded(hex(SIGNATURE + "2132" + "00d8" + full + none)))
                .isEqualTo(new ProxyHeader.Unix("a".repeat(108), ""));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    LOCAL,                             2000 0000
                    LOCAL with addresses,              2011 000c 010203040506070800010002
                    LOCAL with what is no address,     20ff 0005 0102030405
                    LOCAL with an odd extension,       2000 0004 03ffff00
                    PROXY of an unspecified family,    2100 0000
                    PROXY of an unspecified family +,  2101 0003 aabbcc
                    PROXY of an unspecified protocol,  2110 000c 010203040506070800010002
                    """)
    void aHeaderThatNamesNobodyLeavesTheConnectionsOwnEnds(String what, String header) {
        assertThat(decoded(hex(SIGNATURE + header))).as(what).isEqualTo(ProxyHeader.local());
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    another signature,       0d0a0d0a000d0a515549540b 2111 000c c0000207c6336401d43101bb, no PROXY protocol header
                    version 1,               0d0a0d0a000d0a515549540a 1111 000c c0000207c6336401d43101bb, version 1
                    version 3,               0d0a0d0a000d0a515549540a 3111 000c c0000207c6336401d43101bb, version 3
                    an unknown command,      0d0a0d0a000d0a515549540a 2211 000c c0000207c6336401d43101bb, command 2
                    an unknown family,       0d0a0d0a000d0a515549540a 2141 000c c0000207c6336401d43101bb, family
                    an unknown protocol,     0d0a0d0a000d0a515549540a 2113 000c c0000207c6336401d43101bb, family
                    an address cut short,    0d0a0d0a000d0a515549540a 2111 000b c0000207c6336401d43101,   12 are needed
                    IPv6 in IPv4's length,   0d0a0d0a000d0a515549540a 2121 000c c0000207c6336401d43101bb, 36 are needed
                    no address,              0d0a0d0a000d0a515549540a 2111 0000,                          12 are needed
                    an extension of 1 byte,  0d0a0d0a000d0a515549540a 2111 000d c0000207c6336401d43101bb 04,       exceeds
                    an extension of 2 bytes, 0d0a0d0a000d0a515549540a 2111 000e c0000207c6336401d43101bb 0400,     exceeds
                    an extension too long,   0d0a0d0a000d0a515549540a 2111 0010 c0000207c6336401d43101bb 04000200, exceeds
                    a checksum of 3 bytes,   0d0a0d0a000d0a515549540a 2111 0012 c0000207c6336401d43101bb 030003000000, malformed checksum
                    a wrong checksum,        0d0a0d0a000d0a515549540a 2111 0013 c0000207c6336401d43101bb 03000400000000, wrong checksum
                    a length beyond the limit, 0d0a0d0a000d0a515549540a 2100 03d9, more than 1000
                    the largest length,      0d0a0d0a000d0a515549540a 2100 ffff,                          more than 1000
                    TLS,                     16030100a5010000a1, no PROXY protocol header but \\x16\\x03
                    """)
    void aMalformedBinaryHeaderIsRefused(String what, String header, String why) {
        byte[] bytes = HexFormat.of().parseHex(header.replace(" ", ""));

        assertThat(refusal(bytes).replace(",", "")).as(what).contains(why.replace(",", ""));
    }

    @Test
    void extensionsAreSkipped() {
        String alpn = "01 0002 6832";
        String nothing = "04 0000";
        String nested = "20 0008 01 00000000 200000";

        assertThat(
                        decoded(
                                hex(
                                        SIGNATURE
                                                + "2111"
                                                + "001f"
                                                + "c0000207c6336401d43101bb"
                                                + alpn
                                                + nothing
                                                + nested)))
                .isInstanceOf(ProxyHeader.Internet.class);
    }

    @Test
    void aRightChecksumIsAcceptedWhereverItStandsAndAnyFlippedBitRefused() {
        byte[] header =
                HexFormat.of()
                        .parseHex(
                                SIGNATURE
                                        + "2111"
                                        + "0018"
                                        + "c0000207c6336401d43101bb"
                                        + "04000101"
                                        + "030004"
                                        + "00000000"
                                        + "ff");
        header[15] = (byte) (header.length - 16 + 2); // a last extension of no bytes
        header = Arrays.copyOf(header, header.length + 2);
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(35, (int) sum.getValue());

        assertThat(decoded(ByteScript.of(header))).isInstanceOf(ProxyHeader.Internet.class);
        for (int bit = 8 * 16; bit < 8 * 28; bit++) {
            byte[] flipped = header.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refusal(flipped)).contains("wrong checksum");
        }
    }

    @Test
    void aHeaderOfJustTheLimitIsReadAndOneMoreByteRefused() throws ProxyHeaderException {
        ByteBuffer header = ByteBuffer.allocate(LIMIT);
        ProxyHeaderEncoder.writeBinary(ProxyHeader.local(), header);
        header.putShort(14, (short) (LIMIT - 16)).position(0);

        assertThat(new ProxyHeaderDecoder(LIMIT).next(header)).isEqualTo(ProxyHeader.local());
        header.position(0);
        assertThatThrownBy(() -> new ProxyHeaderDecoder(LIMIT - 1).next(header))
                .hasMessageContaining("more than 999");
    }

    @Test
    void theLengthIsKnownAfterTheFixedPart() {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(LIMIT);
        byte[] header = HexFormat.of().parseHex(TCP4);

        assertThat(decoder.length(ByteBuffer.wrap(header, 0, 15))).isZero();
        assertThat(decoder.length(ByteBuffer.wrap(header, 0, 16))).isEqualTo(28);
        assertThat(
                        decoder.length(
                                ByteBuffer.wrap(
                                        "PROXY TCP4 192.0.2.7"
                                                .getBytes(StandardCharsets.US_ASCII))))
                .isZero();
    }

    @Test
    void whatIsShownOfForeignBytesIsShortAndPrintable() {
        assertThat(refusal("\u001b[2J\r\n0123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("no PROXY protocol header, but \\x1b[2J\\x0d\\x0a012345");
    }

    @Test
    void aLimitThatNotEveryAddressFitsIntoIsRefused() {
        assertThatThrownBy(() -> new ProxyHeaderDecoder(231))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
