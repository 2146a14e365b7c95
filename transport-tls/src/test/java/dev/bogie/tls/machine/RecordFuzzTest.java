package dev.bogie.tls.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.tls.TestKeys;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Two machines, and a line between them that damages what it carries, during the handshake and
 * after it. Whatever comes, a machine waits for more or ends with the name of an alert, and what it
 * has delivered is what was sent, up to there.
 *
 * <p>A failure names its seed; {@code -Dbogie.seed=N} begins with it. All that is random is drawn
 * from it, keys included.
 */
class RecordFuzzTest {
    private static final Function<SecureRandom, SSLContext> CONTEXTS = TestKeys.repeatable();
    private static final long SEED = Long.getLong("bogie.seed", 20_261_121L);

    /** More than any exchange here takes. */
    private static final int MOST_STEPS = 2_000;

    @Test
    void whateverHappensToRecordsEndsInOrderOrWithAnAlert() throws Exception {
        run(60);
    }

    @Test
    @Tag("long")
    void theSameForLong() throws Exception {
        run(5_000);
    }

    private static void run(int rounds) throws Exception {
        for (long seed = SEED; seed < SEED + rounds; seed++) {
            try {
                new Exchange(seed).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("-Dbogie.seed=" + seed, e);
            }
        }
    }

    @Test
    void aSeedBringsBackTheSameExchange() throws Exception {
        for (long seed = SEED; seed < SEED + 3; seed++) {
            assertThat(new Exchange(seed).run())
                    .as("seed %d", seed)
                    .isEqualTo(new Exchange(seed).run());
        }
    }

    /** One connection. */
    private static final class Exchange {
        private final RandomGenerator random;
        private final MachinePair pair;
        private final Peer client;
        private final Peer server;
        private final StringBuilder story = new StringBuilder();
        private final int untouched;

        private int carried;
        private byte[] before = {};

        Exchange(long seed) throws GeneralSecurityException, TlsException {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            String version = random.nextBoolean() ? "TLSv1.3" : "TLSv1.2";
            SSLContext context = CONTEXTS.apply(repeatable(seed));
            pair =
                    new MachinePair(
                            TlsMachine.client(
                                    engine(context, true, version), TlsMachineTest.LIMITS, 0),
                            TlsMachine.server(
                                    hello -> engine(context, false, version),
                                    TlsMachineTest.LIMITS,
                                    0));
            client = new Peer("client", pair.client);
            server = new Peer("server", pair.server);
            untouched = random.nextInt(12);
        }

        private static SecureRandom repeatable(long seed) throws GeneralSecurityException {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        }

        private static SSLEngine engine(SSLContext context, boolean client, String version) {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(client);
            engine.setEnabledProtocols(new String[] {version});
            return engine;
        }

        String run() throws TlsException {
            int steps = 0;
            do {
                client.step();
                server.step();
                assertThat(++steps).as("rounds of an exchange").isLessThan(MOST_STEPS);
            } while (carry(client, server) | carry(server, client));
            client.assertSound(server);
            server.assertSound(client);
            return story.toString();
        }

        /** What one side has sent arrives at the other, mostly. */
        private boolean carry(Peer from, Peer to) {
            byte[] sent = from.side.takeSent();
            if (sent.length == 0) {
                return false;
            }
            byte[] arrives = sent;
            if (carried++ >= untouched && random.nextInt(3) > 0) {
                int kind = random.nextInt(9);
                arrives = damaged(sent, kind);
                story.append(from.name).append(' ').append(sent.length).append(" by ").append(kind);
                story.append(" to ").append(arrives.length).append('\n');
            }
            before = sent;
            to.side.arrive(arrives, 0, arrives.length);
            return true;
        }

        private byte[] damaged(byte[] sent, int kind) {
            byte[] copy = sent.clone();
            int at = random.nextInt(sent.length);
            int end = at + random.nextInt(sent.length - at + 1);
            switch (kind) {
                case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> copy[at] = (byte) random.nextInt(256);
                case 2 ->
                        copy =
                                join(
                                        cut(sent, 0, at),
                                        noise(1 + random.nextInt(40)),
                                        cut(sent, at, sent.length));
                case 3 -> copy = join(cut(sent, 0, at), cut(sent, end, sent.length));
                case 4 -> copy = join(cut(sent, 0, end), cut(sent, at, sent.length));
                case 5 -> copy = join(cut(sent, at, sent.length), cut(sent, 0, at));
                case 6 -> copy = cut(sent, 0, at);
                case 7 -> copy = join(before, sent);
                default -> { // a record that is longer than it may be, or than it is
                    if (copy.length >= Records.HEADER) {
                        copy[3] = (byte) (0x3F + random.nextInt(0xC1));
                        copy[4] = (byte) random.nextInt(256);
                    }
                    copy = join(copy, noise(random.nextInt(3_000)));
                }
            }
            return copy;
        }

        private byte[] noise(int length) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            return noise;
        }

        private static byte[] cut(byte[] bytes, int from, int to) {
            return Arrays.copyOfRange(bytes, from, to);
        }

        private static byte[] join(byte[]... parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                all.writeBytes(part);
            }
            return all.toByteArray();
        }

        /** One side: talks as long as it may. */
        private final class Peer {
            final String name;
            final MachinePair.Side side;
            final ByteArrayOutputStream said = new ByteArrayOutputStream();
            private boolean over;
            private boolean closing;

            Peer(String name, MachinePair.Side side) {
                this.name = name;
                this.side = side;
            }

            void step() throws TlsException {
                if (over) {
                    return;
                }
                try {
                    side.pump();
                    talk();
                } catch (TlsException e) {
                    over = true;
                    assertThat(e.alert()).isNotEmpty();
                    TlsException again = side.pumpToFault(); // sends the alert, if it may be told
                    assertThat(again).isSameAs(e);
                    story.append(name).append(": ").append(e.alert()).append('\n');
                }
            }

            private void talk() throws TlsException {
                boolean open = side.steps.contains(Step.ESTABLISHED) && !closing;
                if (!open || side.machine.isInputEnded()) {
                    return;
                }
                if (said.size() < 5_000) {
                    byte[] more = noise(1 + random.nextInt(2_000));
                    said.writeBytes(more);
                    side.send(more);
                } else {
                    closing = true;
                    side.machine.closeOutput();
                    side.pump();
                }
            }

            void assertSound(Peer other) throws TlsException {
                byte[] got = side.received.toByteArray();
                assertThat(Arrays.mismatch(got, other.said.toByteArray()))
                        .as("where what %s got differs from what was sent", name)
                        .matches(at -> at < 0 || at == got.length);
                if (!over && !side.machine.isInputEnded()) {
                    assertThat(side.machine.needed()).isGreaterThan(side.unread.remaining());
                    assertThat(side.pump()).as("goes on without being given anything").isFalse();
                }
            }
        }
    }
}
