package dev.bogie.testkit.protocol;

import dev.bogie.transport.Engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A server that ends lets its connections finish what they have begun, for a time. */
public abstract class DrainingContract {
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected DrainingContract() {}

    /**
     * Within a message or between two, a drain ends each connection in time, and by no exception:
     * in order, or broken off when the time is over. Broken by {@code draining} that expects a
     * state in which it is not.
     */
    @Test
    public void aDrainMayComeAnywhere() {
        stage.eachPlace(
                "a drain",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.begin(conversation, place);
                    drain(encounter);
                    encounter.finish();
                });
    }

    /** The same, and the peer goes on to speak. */
    @Test
    public void aPeerMayGoOnInADrain() {
        stage.eachPlace(
                "a drain",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.begin(conversation, place);
                    CompletionStage<Engine.Drained> drain = encounter.drain(GRACE);
                    encounter.run();
                    encounter.say(conversation.rest(place));
                    Engine.Drained unused = encounter.await(drain);
                    encounter.finish();
                });
    }

    /**
     * Where everything has been answered a drain ends the connection in order, within the time.
     * Broken by not overriding {@code draining}: the peer then sees a reset when the time is over.
     */
    @Test
    public void whoIsServedIsSentAwayInOrder() {
        for (Conversation conversation : stage.subject().conversations()) {
            if (!conversation.staysOpen()) {
                continue;
            }
            stage.each(
                    "a drain after " + conversation,
                    network -> {
                        Encounter encounter = Encounter.begin(stage, network.get());
                        encounter.have(conversation, Cuts.NONE);
                        Engine.Drained drained = drain(encounter);
                        if (drained.aborted() > 0 || drained.ended() != 1) {
                            throw new AssertionError(
                                    "it does not end in order: " + encounter.outcome());
                        }
                        encounter.finish();
                    });
        }
    }

    private static Engine.Drained drain(Encounter encounter) {
        long before = encounter.nanoTime();
        Engine.Drained drained = encounter.await(encounter.drain(GRACE));
        Duration took = Duration.ofNanos(encounter.nanoTime() - before);
        if (took.compareTo(GRACE) > 0) {
            throw new AssertionError("a drain for " + GRACE + " took " + took);
        }
        return drained;
    }
}
