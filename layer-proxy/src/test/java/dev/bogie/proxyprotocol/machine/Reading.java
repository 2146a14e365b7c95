package dev.bogie.proxyprotocol.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.ByteScript;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes read in every way that a network may cut them up. */
final class Reading {
    static final int LIMIT = 1_000;
    static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    static final String TCP4 = SIGNATURE + "2111" + "000c" + "c0000207c6336401d431" + "01bb";

    private Reading() {}

    /** Feeds it in every way, and expects the same header and the foreign bytes left each time. */
    static ProxyHeader decoded(ByteScript script) {
        ProxyHeader[] all = new ProxyHeader[1];
        script.trailed("GET / \r\n\r\n")
                .eachFeeding(
                        feeding -> {
                            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(LIMIT);
                            @Nullable ProxyHeader[] read = new ProxyHeader[1];
                            byte[] rest =
                                    feeding.feed(
                                            in -> {
                                                if (read[0] == null) {
                                                    read[0] = next(decoder, in);
                                                }
                                            });
                            assertThat(rest).isEqualTo(feeding.trailing());
                            assertThat(read[0]).isNotNull();
                            if (all[0] != null) {
                                assertThat(read[0]).isEqualTo(all[0]);
                            }
                            all[0] = read[0];
                        });
        return all[0];
    }

    private static @Nullable ProxyHeader next(ProxyHeaderDecoder decoder, ByteBuffer in) {
        try {
            return decoder.next(in);
        } catch (ProxyHeaderException e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }

    static ByteScript hex(String digits) {
        return ByteScript.of(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    static String refusal(byte[] bytes) {
        String[] whole = new String[1];
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(LIMIT);
        try {
            ProxyHeader header = decoder.next(ByteBuffer.wrap(bytes));
            throw new AssertionError("accepted: " + header);
        } catch (ProxyHeaderException e) {
            whole[0] = e.getMessage();
        }
        ProxyHeaderDecoder byteByByte = new ProxyHeaderDecoder(LIMIT);
        assertThatThrownBy(
                        () -> {
                            for (int n = 1; n <= bytes.length; n++) {
                                assertThat(byteByByte.next(ByteBuffer.wrap(bytes, 0, n))).isNull();
                            }
                        })
                .isInstanceOf(ProxyHeaderException.class);
        return whole[0];
    }

    static Endpoint ip(String hexAddress, int port) {
        return Endpoint.of(HexFormat.of().parseHex(hexAddress), port);
    }
}
