package dev.bogie.testkit.protocol;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bogie.testkit.protocol.Conversation.Step;
import dev.bogie.transport.Setting;
import dev.bogie.transport.memory.Network;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer that asks and asks, and reads no answer. What a protocol holds for it must have an end: it
 * stops to take what is asked, or it ends the connection, or the transport does, when {@code
 * transport.max-pending} is reached.
 */
public abstract class SlowReaderContract {
    private static final long PENDING = Setting.kib(64);
    private static final long MARK = Setting.kib(16);
    private static final int PIPE = 4_096;
    private static final int BATCH = 4_096;

    /** How often a peer asks before it reads on. */
    private static final int BATCHES = 8;

    /** Who has taken nothing for so long, in virtual time, has stopped. */
    private static final Duration STOPPED = Duration.ofSeconds(10);

    private static final int MOMENTS = 20;

    /** For those that take a little now and then. */
    private static final int MOST_MOMENTS = 100;

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected SlowReaderContract() {}

    /**
     * Broken by a queue of one's own that has no limit, and by reading on though {@code
     * isWritable()} is false and the answers wait elsewhere.
     */
    @Test
    public void whatWaitsForASlowReaderHasALimit() {
        eachThatRepeats(
                (encounter, sample) -> {
                    Round round = new Round(sample, encounter);
                    encounter.client().readNoMore();
                    encounter.run();
                    round.askOn();
                    encounter.finish();
                });
    }

    /**
     * Who was not ended is answered all, in order, once it reads on. Broken by pausing input and
     * not resuming it in {@code writable}, and by answers that are dropped.
     */
    @Test
    public void whoReadsOnIsAnsweredAll() {
        eachThatRepeats(
                (encounter, sample) -> {
                    Round round = new Round(sample, encounter);
                    encounter.client().readNoMore();
                    encounter.run();
                    long asked = round.askUntilHeldUp();
                    encounter.client().readOn();
                    encounter.run();
                    for (long i = 0; i < asked; i++) {
                        if (!round.isAnswered()) {
                            if (encounter.isOver()) {
                                break;
                            }
                            throw new AssertionError(
                                    "%d of %d were answered, and the connection is open"
                                            .formatted(i, asked));
                        }
                    }
                    encounter.finish();
                });
    }

    private interface Course {
        void with(Encounter encounter, Conversation sample);
    }

    private void eachThatRepeats(Course test) {
        stage.atMost(StreamLimits.LOW_MARK, MARK / 2);
        stage.atMost(StreamLimits.HIGH_MARK, MARK);
        stage.atMost(StreamLimits.MAX_PENDING, PENDING);
        List<Conversation> samples =
                stage.subject().conversations().stream().filter(c -> !c.part().isEmpty()).toList();
        assumeTrue(!samples.isEmpty(), "no conversation has a part that may be had again: again()");
        for (Conversation sample : samples) {
            stage.each(
                    sample + " again and again",
                    network -> {
                        Network narrow = network.get().pipe(PIPE);
                        Encounter encounter = Encounter.begin(stage, narrow);
                        for (Step step : sample.before()) {
                            int unused = encounter.take(step, Cuts.NONE, 0);
                        }
                        test.with(encounter, sample);
                    });
        }
    }

    /** What is asked again and again, and how much of it was taken. */
    private final class Round {
        private final Encounter encounter;
        private final List<Step> part;
        private final byte[] question;
        private final int answer;
        private final long saidBefore;
        private final AtomicLong taken = new AtomicLong();
        private long asked;

        Round(Conversation sample, Encounter encounter) {
            this.encounter = encounter;
            this.part = sample.part();
            this.question = Conversation.said(part);
            int before = encounter.client().heard().length();
            for (Step step : part) {
                int unused = encounter.take(step, Cuts.NONE, 0);
            }
            this.answer = encounter.client().heard().length() - before;
            this.saidBefore = encounter.client().said();
        }

        boolean isAnswered() {
            return part.stream().allMatch(encounter::isTold);
        }

        /** How many bytes of questions the server's side has taken. */
        private long taken() {
            encounter.client().askTaken(n -> taken.set(n - saidBefore));
            encounter.run();
            return taken.get();
        }

        private void ask() {
            byte[] batch = new byte[Math.max(1, BATCH / question.length) * question.length];
            for (int i = 0; i < batch.length; i += question.length) {
                System.arraycopy(question, 0, batch, i, question.length);
            }
            encounter.say(batch);
            asked += batch.length / question.length;
        }

        /** Asks for as long as it is heard. */
        long askUntilHeldUp() {
            for (int i = 0; i < BATCHES && !encounter.isOver(); i++) {
                ask();
                if (taken() < asked * question.length) {
                    break;
                }
            }
            return asked;
        }

        /** Asks until nothing more is taken, the server ends, or holds more than it may. */
        void askOn() {
            long most = mostAnswered();
            Duration moment = moment();
            int moments = 0;
            int quiet = 0;
            while (quiet < MOMENTS && moments < MOST_MOMENTS && !encounter.isOver()) {
                long before = taken();
                if (before == asked * question.length) {
                    ask();
                }
                if (taken() == before) {
                    encounter.pass(moment);
                    moments++;
                }
                quiet = taken() == before ? quiet + 1 : 0;
                long answered = answered();
                if (answered > most) {
                    throw new AssertionError(
                            ("the peer reads nothing, and was asked on until its answers came to at"
                                 + " least %d bytes, while %d fit where they are counted")
                                    .formatted(answered, most));
                }
                if (answer == 0 || asked * question.length > Setting.mib(4)) {
                    return;
                }
            }
        }

        /** Too short for a protocol to close for silence, after which its transport discards. */
        private Duration moment() {
            Duration silence = stage.subject().longestSilence().orElse(STOPPED).dividedBy(2);
            return (silence.compareTo(STOPPED) < 0 ? silence : STOPPED).dividedBy(MOMENTS);
        }

        /** What may be queued below the protocol and its layer, and before the client. */
        private long mostAnswered() {
            return 2 * stage.settings().get(StreamLimits.MAX_PENDING)
                    + PIPE
                    + Stage.CLIENT_INPUT
                    + MARK;
        }

        /** How long the answers are to what was taken and may not wait below the protocol. */
        private long answered() {
            long waiting = 2 * stage.settings().get(StreamLimits.MAX_INPUT) + PIPE;
            return Math.max(0, taken.get() - waiting) / question.length * answer;
        }
    }
}
