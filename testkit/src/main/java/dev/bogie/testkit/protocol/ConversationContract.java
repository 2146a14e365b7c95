package dev.bogie.testkit.protocol;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.Seeds;
import dev.bogie.testkit.protocol.Conversation.Step;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;

/** However the network cuts up what a client says, it hears the same. */
public abstract class ConversationContract {
    private static final int ROUGH_RUNS = 10;

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected ConversationContract() {}

    /** The samples as they are: if this fails, look at the sample first. */
    @Test
    public void aConversationIsHadWhole() {
        have("whole", Cuts.NONE);
    }

    /**
     * A server begins to speak only if it {@linkplain ConnectionProtocol#speaksFirst says so}.
     * Broken by a greeting: beside another protocol it would be sent to clients of that one.
     */
    @Test
    public void aServerSpeaksFirstOnlyIfItSaysSo() {
        boolean first = stage.subject().protocol().speaksFirst();
        for (Conversation conversation : stage.subject().conversations()) {
            boolean greets = conversation.steps().getFirst() instanceof Step.Hears;
            if (greets != first) {
                throw new AssertionError(
                        conversation
                                + (greets ? " begins" : " does not begin")
                                + " with what the server says, but speaksFirst() is "
                                + first);
            }
        }
        if (!first) {
            stage.each(
                    "at the beginning",
                    network -> {
                        Encounter encounter = Encounter.begin(stage, network.get());
                        String heard = encounter.client().heard();
                        if (!heard.isEmpty()) {
                            throw new AssertionError("it says \"" + heard + "\" unasked");
                        }
                        encounter.finish();
                    });
        }
    }

    /**
     * What is before a cut is taken before the rest comes. Broken by whoever takes a read for a
     * message, forgets what was left, or skips it twice.
     */
    @Test
    public void aConversationMayBeCutAnywhere() {
        stage.eachPlace(
                "cut",
                (network, conversation, place) -> haveOne(network, conversation, Cuts.at(place)));
    }

    /** The worst that a network may do. Broken by states that only a third piece leads to. */
    @Test
    public void aConversationMayComeByteByByte() {
        have("byte by byte", Cuts.EVERYWHERE);
    }

    /**
     * Latency, cuts in both directions and back-pressure, as seeds have it. Broken by whoever
     * writes and does not look whether it was taken, or has an order of its own for what waits.
     */
    @Test
    public void aRoughNetworkChangesNothing() {
        Seeds.each(
                ROUGH_RUNS,
                seed -> {
                    for (Conversation conversation : stage.subject().conversations()) {
                        stage.each(
                                conversation + " on a rough network",
                                network ->
                                        haveOne(
                                                Network.seeded(seed)
                                                        .patience(Patience.limit())
                                                        .rough(),
                                                conversation,
                                                Cuts.NONE));
                    }
                });
    }

    /**
     * Two connections of one protocol, in turns. Broken by state that is kept in the provider, or
     * in a static, instead of the handler.
     */
    @Test
    public void connectionsDoNotDisturbEachOther() {
        for (Conversation conversation : stage.subject().conversations()) {
            stage.each(
                    conversation + " had by two at once",
                    network -> haveTwo(network, conversation));
        }
    }

    private void haveTwo(Supplier<Network> network, Conversation conversation) {
        List<Stage.Service> services = stage.twoServices();
        Encounter one = Encounter.begin(stage, network.get(), services.getFirst());
        Encounter other = one.beside(services.getLast());
        for (Step step : conversation.steps()) {
            if (step instanceof Step.Says says) {
                for (byte b : says.bytes()) {
                    one.say(new byte[] {b});
                    other.say(new byte[] {b});
                }
            } else {
                int unused = one.take(step, Cuts.NONE, 0) + other.take(step, Cuts.NONE, 0);
            }
        }
        one.finish();
    }

    /**
     * Nobody holds a handler when its connection is gone, though the protocol and the application
     * live on. Broken by lists of connections from which closed ones are not taken.
     */
    @Test
    public void aConnectionThatIsGoneIsForgotten() {
        Stage.Service service = stage.service();
        try {
            awaitForgotten(hadAndGone(service));
        } finally {
            Reference.reachabilityFence(service);
        }
    }

    private static void awaitForgotten(WeakReference<Object> handler) {
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (!handler.refersTo(null)) {
            System.gc();
            if (System.nanoTime() - until > 0) {
                throw new AssertionError(
                        "the handler of a connection that is gone is still held: " + handler.get());
            }
        }
    }

    private WeakReference<Object> hadAndGone(Stage.Service service) {
        Encounter encounter =
                Encounter.begin(stage, Network.seeded(1).patience(Patience.limit()), service);
        encounter.have(stage.subject().conversations().getFirst(), Cuts.NONE);
        encounter.finish();
        return encounter.handler();
    }

    private void have(String how, Cuts cuts) {
        for (Conversation conversation : stage.subject().conversations()) {
            stage.each(
                    conversation + " " + how,
                    network -> haveOne(network.get(), conversation, cuts));
        }
    }

    private void haveOne(Network network, Conversation conversation, Cuts cuts) {
        Encounter encounter = Encounter.begin(stage, network);
        encounter.have(conversation, cuts);
        encounter.finish();
    }
}
