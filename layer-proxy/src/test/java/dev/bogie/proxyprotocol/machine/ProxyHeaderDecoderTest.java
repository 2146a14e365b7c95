package dev.bogie.proxyprotocol.machine;

import static dev.bogie.proxyprotocol.machine.Reading.LIMIT;
import static dev.bogie.proxyprotocol.machine.Reading.SIGNATURE;
import static dev.bogie.proxyprotocol.machine.Reading.TCP4;
import static dev.bogie.proxyprotocol.machine.Reading.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

class ProxyHeaderDecoderTest {
    @Test
    void garbageIsRefusedOrWaitedFor() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            survives(bytes);
        }
    }

    @Test
    void anyMutationOfAHeaderIsRefusedReadOrWaitedFor() {
        Random random = new Random(42);
        byte[][] seeds = {
            HexFormat.of().parseHex(TCP4),
            HexFormat.of().parseHex(SIGNATURE + "2111" + "000f" + TCP4.substring(32) + "040000"),
            "PROXY TCP6 2001:db8::7 ::ffff:1.2.3.4 1 2\r\n".getBytes(StandardCharsets.US_ASCII)
        };
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = seeds[i % seeds.length].clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            survives(bytes);
        }
    }

    private static void survives(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            ProxyHeader header = new ProxyHeaderDecoder(LIMIT).next(in);
            assertThat(in.position() > 0).isEqualTo(header != null);
        } catch (ProxyHeaderException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(in.position()).isZero();
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws ProxyHeaderException {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            int length = random.nextBoolean() ? 4 : 16;
            ProxyHeader header =
                    new ProxyHeader.Internet(endpoint(random, length), endpoint(random, length));
            ByteBuffer line = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_LENGTH);
            ByteBuffer binary = ByteBuffer.allocateDirect(ProxyHeaderEncoder.MAX_LENGTH);
            ProxyHeaderEncoder.writeLine(header, line);
            ProxyHeaderEncoder.writeBinary(header, binary);

            assertThat(new ProxyHeaderDecoder(LIMIT).next(line.flip())).isEqualTo(header);
            assertThat(new ProxyHeaderDecoder(LIMIT).next(binary.flip())).isEqualTo(header);
            assertThat(line.hasRemaining() || binary.hasRemaining()).isFalse();
        }
    }

    private static Endpoint endpoint(Random random, int length) {
        byte[] address = new byte[length];
        random.nextBytes(address);
        return Endpoint.of(address, random.nextInt(65_536));
    }

    @Test
    void pathsAndNobodyAreReadBackAsFarAsTheVersionCanSay() throws ProxyHeaderException {
        ProxyHeader paths = new ProxyHeader.Unix("", "/run/é.sock");
        for (ProxyHeader header : new ProxyHeader[] {paths, ProxyHeader.local()}) {
            ByteBuffer line = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_LENGTH);
            ByteBuffer binary = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_LENGTH);
            ProxyHeaderEncoder.writeLine(header, line);
            ProxyHeaderEncoder.writeBinary(header, binary);

            assertThat(new ProxyHeaderDecoder(LIMIT).next(line.flip()))
                    .isEqualTo(ProxyHeader.local());
            assertThat(new ProxyHeaderDecoder(LIMIT).next(binary.flip())).isEqualTo(header);
        }
    }

    @Test
    void aHeaderCannotMixFamilies() {
        assertThatThrownBy(
                        () -> new ProxyHeader.Internet(ip("c0000207", 1), ip("00".repeat(16), 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
