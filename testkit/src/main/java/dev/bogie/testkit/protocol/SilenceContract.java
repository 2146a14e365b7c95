package dev.bogie.testkit.protocol;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that says nothing more holds a connection for as long as the author says, not longer. */
public abstract class SilenceContract {
    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected SilenceContract() {}

    /**
     * Before the first byte, within a message, between two: {@link ProtocolContract#longestSilence}
     * after the last byte the connection has ended. Broken by states that forget to set a deadline:
     * each such connection is held for ever, and it takes an attacker a few thousand.
     */
    @Test
    public void aSilentPeerIsGivenUpWhereverItStopped() {
        assumeTrue(
                stage.subject().longestSilence().isPresent(),
                "this protocol waits for ever, says longestSilence()");
        stage.eachPlace(
                "the peer falls silent",
                (network, conversation, place) -> {
                    Encounter encounter = Encounter.begin(stage, network);
                    encounter.begin(conversation, place);
                    encounter.awaitGivenUp("the peer says nothing");
                    encounter.finish();
                });
    }
}
