package dev.bogie.testkit.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A peer may leave at any byte, in order or not. The connection ends, {@code closed} is the last
 * call, no callback throws, and nothing that was taken is kept.
 */
public abstract class LeavingContract {
    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected LeavingContract() {}

    /**
     * Broken by whoever waits for the rest of a message that will not come, or takes the end for
     * the end of a message.
     */
    @Test
    public void aPeerMayEndAnywhere() {
        stage.eachPlace(
                "the peer ends",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.begin(conversation, place);
                    encounter.client().end();
                    encounter.awaitGivenUp("the peer has ended");
                    encounter.finish();
                });
    }

    /** Broken by whoever writes a farewell to nobody, or cleans up in {@code inputEnded} only. */
    @Test
    public void aPeerMayBreakOffAnywhere() {
        stage.eachPlace(
                "the peer breaks off",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.begin(conversation, place);
                    encounter.client().reset();
                    encounter.awaitGivenUp("the peer has broken off");
                    encounter.finish();
                });
    }

    /** A peer that asks and leaves at once. Broken by answers that outlive the connection. */
    @Test
    public void aPeerMayBreakOffBeforeItsWordsAreRead() {
        stage.eachPlace(
                "the peer breaks off at once",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.client().say(conversation.beginning(place));
                    encounter.client().reset();
                    encounter.awaitGivenUp("the peer has broken off");
                    encounter.finish();
                });
    }
}
