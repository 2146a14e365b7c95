package dev.bogie.testkit.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bogie.testkit.Seeds;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Match;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@link ConnectionProtocol#match} is asked again for each byte that comes, of buffers of any kind,
 * beside others that are asked the same: it must be a function of the bytes. A protocol that cannot
 * be recognised answers {@code NO} and passes.
 */
public abstract class RecognitionContract {
    private static final int RANDOM_RUNS = 200;
    private static final int BEYOND = 8;

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected RecognitionContract() {}

    /** Broken by a limit that is smaller than what it takes to be sure. */
    @Test
    public void theFirstConversationIsRecognisedWithinTheLimit() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        int limit = protocol.sniffLimit();
        if (limit > 0) {
            byte[] said = Conversation.said(stage.subject().conversations().getFirst().steps());
            byte[] first = Arrays.copyOf(said, Math.min(limit, said.length));
            assertEquals(Match.YES, vote(protocol, first), () -> "of " + text(first));
        }
    }

    /** Broken by fields that count. */
    @Test
    public void theSameBytesHaveTheSameAnswerInAnyBuffer() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        for (byte[] bytes : samples(protocol)) {
            Match heap = vote(protocol, bytes);
            assertEquals(heap, vote(protocol, bytes), () -> "asked again of " + text(bytes));
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            assertEquals(
                    heap,
                    protocol.match(direct.asReadOnlyBuffer()),
                    () -> "of a direct buffer of " + text(bytes));
        }
    }

    /** The others are asked the same buffer. Broken by relative {@code get}. */
    @Test
    public void theBufferIsLeftAsItWas() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        for (byte[] bytes : samples(protocol)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            Match unused = protocol.match(buffer);
            assertEquals(0, buffer.position(), () -> "the position, of " + text(bytes));
            assertEquals(bytes.length, buffer.limit(), () -> "the limit, of " + text(bytes));
        }
    }

    /** Broken by who says yes too early, and takes the connections of another protocol. */
    @Test
    public void onceItHasSaidYesOrNoMoreBytesChangeNothing() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        for (byte[] bytes : samples(protocol)) {
            Match decided = Match.MORE;
            for (int n = 1; n <= bytes.length; n++) {
                byte[] first = Arrays.copyOf(bytes, n);
                Match vote = vote(protocol, first);
                if (decided != Match.MORE) {
                    assertEquals(decided, vote, () -> "with another byte: " + text(first));
                }
                decided = vote;
            }
        }
    }

    /** Nobody hears it any more, and the peer waits for the end of the sniffing. */
    @Test
    public void itAsksForMoreBelowItsLimitOnly() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        int limit = protocol.sniffLimit();
        for (byte[] bytes : samples(protocol)) {
            for (int n = Math.max(1, limit); n <= bytes.length; n++) {
                byte[] first = Arrays.copyOf(bytes, n);
                assertNotEquals(
                        Match.MORE,
                        vote(protocol, first),
                        () -> "limit %d, of %s".formatted(limit, text(first)));
            }
        }
    }

    /** What the conversations begin with, the same damaged, and anything. */
    private List<byte[]> samples(ConnectionProtocol<?> protocol) {
        int length = protocol.sniffLimit() + BEYOND;
        List<byte[]> samples = new ArrayList<>();
        for (Conversation conversation : stage.subject().conversations()) {
            byte[] said = Conversation.said(conversation.steps());
            samples.add(Arrays.copyOf(said, Math.min(said.length, length)));
        }
        List<byte[]> right = List.copyOf(samples);
        Seeds.seeds(RANDOM_RUNS)
                .forEach(
                        seed -> {
                            SplittableRandom random = new SplittableRandom(seed);
                            byte[] any = new byte[length];
                            random.nextBytes(any);
                            samples.add(any);
                            byte[] damaged = right.get(random.nextInt(right.size())).clone();
                            if (damaged.length > 0) {
                                int at = random.nextInt(damaged.length);
                                damaged[at] ^= (byte) (1 << random.nextInt(8));
                                samples.add(damaged);
                            }
                        });
        samples.removeIf(s -> s.length == 0);
        return samples;
    }

    private static Match vote(ConnectionProtocol<?> protocol, byte[] bytes) {
        return protocol.match(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    private static String text(byte[] bytes) {
        return '"' + new String(bytes, StandardCharsets.ISO_8859_1) + '"';
    }
}
