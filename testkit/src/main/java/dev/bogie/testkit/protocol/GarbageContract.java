package dev.bogie.testkit.protocol;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.Seeds;
import dev.bogie.testkit.protocol.Conversation.Step;
import dev.bogie.transport.memory.Network;
import dev.bogie.transport.memory.Splits;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A peer that talks nonsense is told so, or is left: no callback lets an exception out that is not
 * the protocol's {@linkplain ProtocolContract#isOwnError own}, nothing hangs, nothing grows without
 * end, and the connection is given up after the peer has ended.
 */
public abstract class GarbageContract {
    private static final int RUNS = 40;
    private static final int LONGEST = 2_000;

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected GarbageContract() {}

    /** Bytes of any kind, or such as the conversations consist of. */
    @Test
    public void anyBytesAreBorne() {
        Seeds.each(
                RUNS,
                seed ->
                        stage.each(
                                "any bytes",
                                network -> {
                                    SplittableRandom random = new SplittableRandom(seed);
                                    bear(seed, random, bytes(random));
                                }));
    }

    private byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        List<Conversation> conversations = stage.subject().conversations();
        Conversation like = conversations.get(random.nextInt(conversations.size()));
        byte[] alphabet = Conversation.said(like.steps());
        if (random.nextBoolean() && alphabet.length > 0) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[Math.floorMod(bytes[i], alphabet.length)];
            }
        }
        return bytes;
    }

    /**
     * Conversations in which something is lost, doubled or changed. Broken by lengths that are
     * believed, states that are assumed, and indexes that are not checked.
     */
    @Test
    public void damagedConversationsAreBorne() {
        Seeds.each(
                RUNS,
                seed -> {
                    for (Conversation conversation : stage.subject().conversations()) {
                        stage.each(
                                conversation + " damaged",
                                network -> {
                                    SplittableRandom random = new SplittableRandom(seed);
                                    byte[] all = Conversation.said(conversation.steps());
                                    bear(seed, random, Damage.to(all, random));
                                });
                    }
                });
    }

    private void bear(long seed, SplittableRandom random, byte[] bytes) {
        Network network = Network.seeded(seed).patience(Patience.limit()).splits(Splits.random());
        Encounter encounter = Encounter.begin(stage, network);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(bytes.length));
            encounter.say(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        encounter.client().end();
        encounter.awaitGivenUp("the peer has talked nonsense and ended");
        encounter.finish();
    }

    /**
     * A message that does not end is refused by a limit of the protocol, in its own words, before
     * the transport's buffer is full. Broken by whoever leaves bytes until an end is found: the
     * peer then sees a reset, and the log a complaint about the handler.
     */
    @Test
    public void aMessageWithoutAnEndIsRefused() {
        for (Conversation conversation : stage.subject().conversations()) {
            int offset = 0;
            for (Step step : conversation.steps()) {
                if (step instanceof Step.Says says) {
                    for (int place : new int[] {offset, offset + says.bytes().length / 2}) {
                        for (char filler : new char[] {'1', 'a', ' ', 0, 0xFF}) {
                            refuse(conversation, place, filler);
                        }
                    }
                    offset += says.bytes().length;
                }
            }
        }
    }

    private void refuse(Conversation conversation, int place, char filler) {
        byte[] endless = new byte[stage.settings().get(StreamLimits.MAX_INPUT).intValue() + 1];
        Arrays.fill(endless, (byte) filler);
        stage.each(
                "byte %d for ever, after %d of %d bytes in %s"
                        .formatted((int) filler, place, conversation.length(), conversation),
                network -> {
                    Encounter encounter = Encounter.begin(stage, network.get());
                    encounter.begin(conversation, place);
                    encounter.say(endless);
                    encounter.run();
                    if (encounter.isEndedByAFullBuffer()) {
                        throw new AssertionError(encounter.outcome());
                    }
                    encounter.finish();
                });
    }
}
