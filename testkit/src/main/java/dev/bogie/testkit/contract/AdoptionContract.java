package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A listening channel goes from one engine to another, of those that declare {@link
 * Capability#ADOPT_LISTENER}: what the swap of a transport under a running server is made of.
 */
public abstract class AdoptionContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected AdoptionContract() {}

    /** The others refuse, as another rule says. */
    @BeforeEach
    public void assumeThatItIsDeclared() {
        rig.assume(Capability.ADOPT_LISTENER);
    }

    /** Who connects while nobody accepts is served by whoever adopts. Broken by a fresh bind. */
    @Test
    public void whoWaitsInTheBacklogIsServedByTheEngineThatAdopts() {
        Listener listener = rig.listen(() -> rig.handler("too late"));
        NetworkChannel channel = listener.detach();
        RecordingHandler client = rig.client();
        CompletionStage<Void> connect = rig.connect(listener.address(), client);
        Engine other = rig.another();
        RecordingHandler server = rig.server().echoing();

        Listener adopted = adopt(other, channel, () -> server);

        assertEquals(listener.address(), adopted.address());
        Patience.await(connect);
        client.send("x");
        client.seen().awaitText("x");
        Patience.await(other.close(Duration.ZERO));
    }

    /** The channel leaves, the connections stay. */
    @Test
    public void whatWasAcceptedStaysWhereItIs() {
        RecordingHandler server = rig.server().echoing();
        Listener listener = rig.listen(() -> server);
        RecordingHandler client = rig.client();
        Patience.await(rig.connect(listener.address(), client));
        server.seen().awaitCall(Call.OPENED);

        close(listener.detach());

        client.send("x");
        client.seen().awaitText("x");
    }

    /** It may come back, as when a swap fails. Broken by a selector that does not let go. */
    @Test
    public void aChannelMayComeBack() {
        Listener listener = rig.listen(() -> rig.handler("too late"));
        NetworkChannel channel = listener.detach();
        Engine other = rig.another();
        Listener elsewhere = adopt(other, channel, () -> rig.handler("elsewhere"));
        RecordingHandler server = rig.server().echoing();

        Listener back = adopt(rig.engine(), elsewhere.detach(), () -> server);

        RecordingHandler client = rig.client();
        Patience.await(rig.connect(back.address(), client));
        client.send("x");
        client.seen().awaitText("x");
        Patience.await(other.close(Duration.ZERO));
    }

    /** What was detached is the caller's: neither its listener nor its engine closes it. */
    @Test
    public void aDetachedChannelIsTheCallers() {
        Listener listener = rig.listen(() -> rig.handler("nobody"));
        NetworkChannel channel = listener.detach();

        assertThrows(IllegalStateException.class, listener::detach);
        listener.close();
        Patience.await(rig.engine().close(Duration.ZERO));
        assertTrue(channel.isOpen());
        close(channel);
    }

    /** A handler may detach in its turn. Broken by waiting for the loop on the loop. */
    @Test
    public void aListenerMayBeDetachedInATurn() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        Listener listener = rig.listen(() -> rig.handler("too late"));
        CompletableFuture<NetworkChannel> detached = new CompletableFuture<>();
        client.inTurn(c -> detached.complete(listener.detach()));
        Engine other = rig.another();
        RecordingHandler server = rig.server().echoing();

        Listener adopted = adopt(other, Patience.await(detached), () -> server);

        RecordingHandler second = rig.client();
        Patience.await(rig.connect(adopted.address(), second));
        second.send("x");
        second.seen().awaitText("x");
        Patience.await(other.close(Duration.ZERO));
    }

    /** Once closed there is nothing to give away. */
    @Test
    public void aClosedListenerCannotBeDetached() {
        Listener listener = rig.listen(() -> rig.handler("nobody"));
        listener.close();

        assertThrows(IllegalStateException.class, listener::detach);
    }

    private Listener adopt(
            Engine engine, NetworkChannel channel, Supplier<ConnectionHandler> handlers) {
        try {
            return engine.listen(new ListenTarget.Adopt(channel), () -> rig.around(handlers.get()));
        } catch (IOException e) {
            throw new AssertionError("the engine does not adopt: " + e, e);
        }
    }

    private static void close(NetworkChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError("the channel does not close: " + e, e);
        }
    }
}
