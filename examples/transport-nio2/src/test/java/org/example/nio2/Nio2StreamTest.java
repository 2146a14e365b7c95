package org.example.nio2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** How a connection ends while operations are outstanding. */
class Nio2StreamTest {
    private final ScriptedChannel channel = new ScriptedChannel();
    private final CountingContext context =
            new CountingContext(
                    Settings.defaults().with(StreamLimits.LINGER_TIME, Duration.ofMillis(50)));
    private final RecordingHandler handler = new RecordingHandler("handler");
    private Nio2Engine engine;

    private void open() throws IOException {
        engine = Nio2Engine.start(context);
        Nio2Stream stream = new Nio2Stream(engine, channel, null, handler, thrown -> {});
        assertTrue(engine.roster().add(stream));
        stream.start();
        handler.seen().awaitCall(Call.OPENED);
    }

    /** All that the handler wrote was taken from its queue: that does not say that it has left. */
    @Test
    void closingAbortsWhenWhatIsOutstandingDoesNotLeave() throws IOException {
        open();
        handler.inTurn(
                c -> {
                    c.output(3).put(new byte[3]);
                    c.close();
                });
        Closed.Aborted how = assertInstanceOf(Closed.Aborted.class, handler.seen().awaitClosed());
        assertTrue(how.reason().contains("linger"), how::reason);
        assertFalse(channel.outputShut);
        bringBack();
        endsClean(engine.close(Duration.ZERO));
    }

    /** Nobody writes any more, so there is no call that could throw it. */
    @Test
    void aWriteThatFailsLaterEndsTheConnection() throws IOException {
        open();
        handler.inTurn(c -> c.output(3).put(new byte[3]));
        handler.inTurn(c -> {});
        IOException failure = new IOException("meant to fail");
        ReadingTest.later(() -> channel.writing.fails(failure));
        assertEquals(new Closed.PeerReset(failure), handler.seen().awaitClosed());
        ReadingTest.later(() -> channel.reading.fails(new IOException("closed")));
        endsClean(engine.close(Duration.ZERO));
    }

    /** Their buffers are the channel's until then, and the pool outlives the engine. */
    @Test
    void anEngineEndsWhenAllOperationsHaveComeBack() throws IOException {
        open();
        handler.inTurn(c -> c.output(3).put(new byte[3]));
        handler.inTurn(c -> {});
        CompletionStage<Engine.Drained> closing = engine.close(Duration.ZERO);
        handler.seen().awaitClosed();
        assertFalse(closing.toCompletableFuture().isDone());
        assertTrue(context.buffersOut() > 0);
        bringBack();
        assertEquals(new Engine.Drained(0, 1), Patience.await(closing));
        endsClean(closing);
    }

    private void bringBack() {
        ReadingTest.later(() -> channel.reading.fails(new IOException("closed")));
        ReadingTest.later(() -> channel.writing.fails(new IOException("closed")));
    }

    private void endsClean(CompletionStage<Engine.Drained> closing) {
        Patience.await(closing);
        context.awaitNoThreads();
        assertEquals(0, context.buffersOut());
        handler.seen().check();
    }
}
