package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MemoryTransportTest {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private TransportContext context(Settings settings) {
        BufferPool pool = new ChunkPool(16);
        return new TransportContext() {
            @Override
            public Settings settings() {
                return settings;
            }

            @Override
            public Threads threads() {
                return (kind, name, body) -> {
                    Thread thread =
                            kind == Threads.Kind.VIRTUAL
                                    ? Thread.ofVirtual().start(body)
                                    : Thread.ofPlatform().daemon().start(body);
                    threads.add(thread);
                    return thread;
                };
            }

            @Override
            public BufferPool buffers() {
                return pool;
            }
        };
    }

    private Engine start(Settings settings) {
        return new MemoryTransport().start(context(settings));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void isFoundAsAService() {
        getClass().getModule().addUses(Transport.class);

        assertThat(ServiceLoader.load(Transport.class))
                .anyMatch(t -> t.name().equals("memory") && t.settings().size() > 4);
    }

    @Test
    void enginesThatKnowNothingOfEachOtherMeetByAddress() {
        Engine server = start(Settings.defaults());
        Engine client = start(Settings.defaults());
        CompletableFuture<String> answer = new CompletableFuture<>();
        Recorder echo = new Recorder("echo");
        echo.onReceived = in -> echo.connection().write(in.duplicate(), null);
        Listener listener = Pair.listen(server, echo);
        Recorder asking = new Recorder("client").opened(c -> Recorder.say(c, "ping"));
        asking.onReceived = in -> answer.complete(in.remaining() + " bytes");

        await(client.connect(Pair.to(listener), asking));

        assertThat(await(answer)).isEqualTo("4 bytes");
        await(client.close(Duration.ZERO));
        await(server.close(Duration.ZERO));
    }

    @Test
    void enginesWithOtherSeedsAreOnOtherNetworks() {
        Engine server = start(Settings.defaults());
        Engine client = start(Settings.defaults().with(MemoryTransport.SEED, 99L));
        Listener listener = Pair.listen(server, new Recorder("server"));

        assertThat(
                        client.connect(Pair.to(listener), new Recorder("client"))
                                .handle(
                                        (done, e) ->
                                                e instanceof CompletionException c
                                                        ? c.getCause()
                                                        : e))
                .satisfies(s -> assertThat(await(s)).isInstanceOf(ConnectException.class));
        await(client.close(Duration.ZERO));
        await(server.close(Duration.ZERO));
    }

    @Test
    void anEngineLeavesNoThreadBehind() throws InterruptedException, IOException {
        Engine one = start(Settings.defaults());
        Engine other = start(Settings.defaults());
        Listener listener = Pair.listen(other, new Recorder("server"));
        await(one.connect(Pair.to(listener), new Recorder("client")));

        await(one.close(Duration.ZERO));
        await(other.close(Duration.ZERO));

        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void theOtherEngineGoesOnWhenOneIsClosed() {
        Engine first = start(Settings.defaults());
        Engine server = start(Settings.defaults());
        Listener listener = Pair.listen(server, new Recorder("server"));
        await(first.close(Duration.ZERO));
        Engine second = start(Settings.defaults());

        await(second.connect(Pair.to(listener), new Recorder("client")));

        await(second.close(Duration.ZERO));
        await(server.close(Duration.ZERO));
    }

    @Test
    void deadlinesComeByThemselves() {
        Engine engine = start(Settings.defaults());
        CompletableFuture<Long> late = new CompletableFuture<>();
        long from = engine.nanoTime();
        var unused = engine.schedule(1_000_000, () -> late.complete(engine.nanoTime() - from));

        assertThat(await(late)).isGreaterThanOrEqualTo(1_000_000);
        await(engine.close(Duration.ZERO));
    }

    @Test
    void anInterruptLeftBehindByAHandlerHurtsNobody() {
        Engine engine = start(Settings.defaults());
        Listener listener = Pair.listen(engine, new Recorder("server"));
        Recorder client = new Recorder("client").opened(c -> Thread.currentThread().interrupt());
        await(engine.connect(Pair.to(listener), client));
        CompletableFuture<Void> done = new CompletableFuture<>();
        assertThat(client.connection().execute(() -> done.complete(null))).isTrue();

        await(done);

        await(engine.close(Duration.ZERO));
    }

    @Test
    void callsFromOtherThreadsArriveInTheirOrder() {
        Engine engine = start(Settings.defaults());
        Listener listener = Pair.listen(engine, new Recorder("server"));
        Recorder client = new Recorder("client");
        await(engine.connect(Pair.to(listener), client));
        Connection c = client.connection();
        List<Integer> ran = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            assertThat(c.execute(() -> ran.add(number))).isTrue();
        }
        c.execute(() -> done.complete(null));
        await(done);

        assertThat(ran).hasSize(1_000).isSorted();
        await(engine.close(Duration.ZERO));
    }

    @Test
    void timeIsVirtualOnANetworkOfItsOwnOnly() {
        assertThat(new MemoryTransport().capabilities())
                .contains(Capability.STREAM, Capability.HALF_CLOSE)
                .doesNotContain(Capability.VIRTUAL_TIME);
        assertThat(Network.seeded(1).transport().capabilities()).contains(Capability.VIRTUAL_TIME);
    }
}
