package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.tls.machine.TlsException;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.memory.Splits;
import dev.bogie.transport.support.PassingHandler;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Whole connections over a line that damages what it carries, towards one side. Whatever comes,
 * handlers are called in order, each side ends with a cause that is TLS's or its deadline's, what
 * was received is what was sent up to there, and nothing is left.
 *
 * <p>A failure names its seed; {@code -Dbogie.seed=N} begins with it. Keys are new each time, so a
 * seed brings back which bytes are damaged, and how, but not what they were; {@code RecordFuzzTest}
 * has the same for machines, and repeats all.
 */
class DamagedLineTest {
    private static final long SEED = Long.getLong("bogie.seed", 20_261_121L);
    private static final int SENT = 10_000;

    @Test
    void whateverALineDoesIsAnAlertATruncationOrADeadline() {
        run(50);
    }

    @Test
    @Tag("long")
    void theSameForLong() {
        run(3_000);
    }

    private static void run(int rounds) {
        for (long seed = SEED; seed < SEED + rounds; seed++) {
            try {
                new Round(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dbogie.seed=" + seed, e);
            }
        }
    }

    private static final class Round {
        private final Random random;
        private final TlsRig rig = new TlsRig();
        private final TlsRig.Party clients = rig.client();
        private final TlsRig.Party servers = rig.server();
        private final RecordingHandler client = new RecordingHandler("client");
        private final RecordingHandler server = new RecordingHandler("server").echoing();
        private final byte[] sent = new byte[SENT];

        Round(long seed) {
            random = new Random(seed);
            random.nextBytes(sent);
            rig.network.splits(Splits.random());
            clients.speaking(random.nextBoolean() ? "TLSv1.3" : "TLSv1.2");
            TlsRig.Party victim = random.nextBoolean() ? clients : servers;
            victim.above(tls -> new Damages(tls, random));
            client.on(Call.OPENED, c -> c.write(ByteBuffer.wrap(sent), null));
            client.onReceived(
                    (c, in) -> {
                        client.consume(in);
                        if (client.seen().bytes().length >= SENT) {
                            c.close();
                        }
                    });
        }

        void run() {
            rig.connect(clients, client, servers, server);
            rig.pass(TlsSettings.HANDSHAKE_TIMEOUT.fallback().multipliedBy(2));
            for (RecordingHandler side : new RecordingHandler[] {client, server}) {
                side.seen().check();
                assertSound(side);
            }
            servers.refusals().forEach(Round::assertKnown);
            clients.refusals().forEach(Round::assertKnown);
            assertThat(servers.refusals().size())
                    .isEqualTo(server.seen().calls().isEmpty() ? 1 : 0);
            assertThat(clients.refusals().size())
                    .isEqualTo(client.seen().calls().isEmpty() ? 1 : 0);
            rig.close();
        }

        private void assertSound(RecordingHandler side) {
            byte[] got = side.seen().bytes();
            assertThat(Arrays.mismatch(got, sent)).matches(at -> at < 0 || at == got.length);
            Closed how = side.seen().how();
            if (how != null) { // otherwise it waits for what was taken from it
                assertKnown(how);
            }
        }

        private static void assertKnown(Closed how) {
            switch (how) {
                case Closed.Finished _, Closed.PeerReset _ -> {}
                case Closed.Failed(Throwable cause) ->
                        assertThat(cause)
                                .isInstanceOfAny(
                                        TlsException.class, ConnectionTimeoutException.class);
                case Closed.Aborted(String reason) ->
                        assertThat(reason).contains("handshake was not done");
            }
        }
    }

    /** Damages some of what comes from below. */
    private static final class Damages extends PassingHandler {
        private final Random random;
        private final int from;
        private int seen;
        private ByteBuffer held = ByteBuffer.allocate(0);

        Damages(ConnectionHandler tls, Random random) {
            super(tls);
            this.random = random;
            this.from = random.nextInt(30);
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            super.received(offered(in));
            in.position(in.limit());
        }

        @Override
        public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
            ByteBuffer all = offered(rest);
            rest.position(rest.limit());
            return super.inputEnded(all, how);
        }

        /** What TLS has left, and what is new, damaged or not. */
        private ByteBuffer offered(ByteBuffer in) {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            if (bytes.length > 0 && seen++ >= from && random.nextInt(4) == 0) {
                bytes = damaged(bytes);
            }
            held = ByteBuffer.allocate(held.remaining() + bytes.length).put(held).put(bytes).flip();
            return held;
        }

        private byte[] damaged(byte[] bytes) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> {
                    return Arrays.copyOf(bytes, at); // lost
                }
                case 3 -> {
                    return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100)); // zeros
                }
                default -> { // twice
                    byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
                    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
                    return twice;
                }
            }
            return bytes;
        }
    }
}
