package dev.bogie.transport.memory;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A simulated network, on which engines meet by address. Nothing happens on it but while a thread
 * is in one of the methods that run it; then everything happens on that thread, one event after the
 * other, in an order, and under conditions, that one seed decides. Two runs with one seed are the
 * same in every step.
 *
 * {@snippet :
 * Network network = Network.seeded(42).rough();
 * Engine engine = network.engine();
 * Listener listener = engine.listen(ListenTarget.loopback(7), Echo::new);
 * Probe probe = new Probe();
 * network.await(engine.connect(ConnectTarget.to(listener.address()), probe));
 * network.runUntil(probe::isSatisfied);
 * }
 *
 * <p><b>Time</b> is virtual: it stands still while anything is to be done, and jumps to the next
 * deadline when nothing is. A test of an hour's silence takes no time. It does not wait for other
 * threads: what they are about to call is not known to it.
 *
 * <p><b>Lent bodies</b> have threads of their own, but the network waits for each until it returns
 * or waits through its {@link dev.bogie.transport.BlockingConnection}, so that only one thing runs
 * at a time. A body that blocks elsewhere (a lock, a queue, a sleep) is let go after a moment of
 * real time; the run goes on, and is no longer {@linkplain #isDeterministic deterministic}.
 *
 * <p><b>Conditions</b> begin perfect: no latency, no cuts, no breaks. They may be changed at any
 * time and hold for what is sent from then on; {@link #pipe} for new connections.
 *
 * <p><b>Hosts.</b> Every address is usable. A host on which an engine has once listened refuses
 * connections to its other ports, as does loopback; other hosts do not exist, and attempts to reach
 * them time out. Names are those given to {@link #host}, and {@code localhost}.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; those that run the network, by one
 * at a time, and not from inside it.
 */
public final class Network {
    private final long seed;
    private final Simulation simulation;
    private final Addresses addresses = new Addresses();

    private Network(long seed, boolean real) {
        this.seed = seed;
        this.simulation = new Simulation(seed, real);
    }

    /**
     * A perfect network.
     *
     * @param seed decides all that is left to chance; print it when a test fails
     * @return a network without engines, at time 0
     */
    public static Network seeded(long seed) {
        return new Network(seed, false);
    }

    /** A network that its engines' own threads run, by the clock of the machine. */
    static Network real(long seed) {
        return new Network(seed, true);
    }

    /**
     * The seed.
     *
     * @return what {@link #seeded} was given
     */
    public long seed() {
        return seed;
    }

    // Conditions

    /**
     * Sets how long each message takes, drawn anew for each; what is sent later on one connection
     * never arrives earlier. Without latency, two handlers that go on answering each other hold the
     * clock still for ever.
     *
     * @param least the least
     * @param most the most
     * @return this network
     */
    public Network latency(Duration least, Duration most) {
        return change(conditions().withLatency(least.toNanos(), most.toNanos()));
    }

    /**
     * Sets where reads are cut.
     *
     * @param splits the rule
     * @return this network
     */
    public Network splits(Splits splits) {
        return change(conditions().withSplits(splits));
    }

    /**
     * Sets how often the network breaks a connection: both ends then see a reset.
     *
     * @param probability for each write, from 0 to 1
     * @return this network
     */
    public Network resets(double probability) {
        return change(conditions().withResets(probability));
    }

    /**
     * Sets how often a write is taken in part only, or not at all, though there is room.
     *
     * @param probability for each write, from 0 to 1
     * @return this network
     */
    public Network backPressure(double probability) {
        return change(conditions().withBackPressure(probability));
    }

    /**
     * Sets how often a datagram is lost on its way.
     *
     * @param probability for each, from 0 to 1
     * @return this network
     */
    public Network loss(double probability) {
        return change(conditions().withLoss(probability));
    }

    /**
     * Sets how often a datagram comes twice.
     *
     * @param probability for each, from 0 to 1
     * @return this network
     */
    public Network duplicates(double probability) {
        return change(conditions().withDuplicates(probability));
    }

    /**
     * Sets how often a datagram is late, so that those that are sent after it may overtake it.
     *
     * @param probability for each, from 0 to 1
     * @return this network
     */
    public Network reorder(double probability) {
        return change(conditions().withReorder(probability));
    }

    /**
     * Sets how many bytes one direction of a new connection holds before writes are refused.
     *
     * @param bytes the size; 64 KiB at first
     * @return this network
     */
    public Network pipe(int bytes) {
        return change(conditions().withPipe(bytes));
    }

    /**
     * A network on which everything happens that a right protocol must bear: latency up to 5 ms,
     * random cuts, back-pressure at every fourth write; of datagrams every tenth lost, doubled or
     * overtaken. No resets.
     *
     * @return this network
     */
    public Network rough() {
        return latency(Duration.ZERO, Duration.ofMillis(5))
                .splits(Splits.random())
                .backPressure(0.25)
                .loss(0.1)
                .duplicates(0.1)
                .reorder(0.1);
    }

    private Conditions conditions() {
        return simulation.conditions();
    }

    private Network change(Conditions changed) {
        simulation.conditions(changed);
        return this;
    }

    /**
     * Gives a name to an address.
     *
     * @param name the name, in any case
     * @param address what it stands for
     * @return this network
     */
    public Network host(String name, InetAddress address) {
        addresses.name(name, address);
        return this;
    }

    /**
     * Sets how long this network waits, in real time, for what is outside it: {@link #runUntil} and
     * {@link #await} for calls from other threads when nothing is left to do, and all for bodies
     * that were let go before time goes on without them, once each.
     *
     * @param patience 10 s at first
     * @return this network
     */
    public Network patience(Duration patience) {
        simulation.patience(patience.toNanos());
        return this;
    }

    /**
     * Tells each thing that happens, as a line that begins with the time: to compare two runs, or
     * to see what a failing seed does.
     *
     * @param line called in the simulation; must not call it
     * @return this network
     */
    public Network observe(Consumer<String> line) {
        simulation.observer(line);
        return this;
    }

    // Engines

    /**
     * An engine with default settings, threads and buffers of its own.
     *
     * @return a running engine
     */
    public Engine engine() {
        return engine(new Own(Settings.defaults(), new ChunkPool(256)));
    }

    /**
     * An engine on this network.
     *
     * @param context its settings, threads and buffers
     * @return a running engine
     */
    public Engine engine(TransportContext context) {
        MemoryEngine engine = start(context, MemoryTransport.capabilities(true));
        var unused = engine.drained().thenAccept(engine.ended()::complete);
        return engine;
    }

    MemoryEngine start(TransportContext context, Set<Capability> capabilities) {
        return new MemoryEngine(simulation, addresses, context, capabilities);
    }

    /**
     * This network as a transport, for whatever starts its engines itself.
     *
     * @return a transport named {@code memory} all of whose engines are on this network
     */
    public Transport transport() {
        return new MemoryTransport(this);
    }

    private record Own(Settings settings, BufferPool buffers) implements TransportContext {
        @Override
        public Threads threads() {
            return (kind, name, body) ->
                    switch (kind) {
                        case PLATFORM -> Thread.ofPlatform().daemon().name(name).start(body);
                        case VIRTUAL -> Thread.ofVirtual().name(name).start(body);
                    };
        }
    }

    // Running

    /**
     * The clock.
     *
     * @return nanoseconds since this network was made
     */
    public long nanoTime() {
        return simulation.now();
    }

    /**
     * Runs until nothing is left to do, deadlines and the limits of loans included. Never returns
     * if something sets itself a new deadline whenever one has passed: then use {@link #runFor},
     * with {@link Duration#ZERO} for what happens without letting time pass.
     */
    public void run() {
        var unused = run(() -> false, Long.MAX_VALUE, false);
    }

    /**
     * Runs what is due within a span of time, and sets the clock to its end.
     *
     * @param duration how long, by the clock of this network
     */
    public void runFor(Duration duration) {
        long until = nanoTime() + duration.toNanos();
        var unused = run(() -> false, until, false);
        simulation.advanceTo(until);
    }

    /**
     * Runs until a condition holds.
     *
     * @param condition looked at between events
     * @throws IllegalStateException if nothing is left to do and it does not hold; the message
     *     tells time and seed
     */
    public void runUntil(BooleanSupplier condition) {
        if (!run(condition, Long.MAX_VALUE, true)) {
            throw new IllegalStateException(
                    "nothing is left to do, and what is waited for has not come: " + this);
        }
    }

    /**
     * Runs until a stage is complete, and tells its result.
     *
     * @param stage what to wait for, such as the result of {@link Engine#connect}
     * @param <T> the type of the result
     * @return the result
     * @throws java.util.concurrent.CompletionException if the stage failed, with the cause
     * @throws IllegalStateException as {@link #runUntil}
     */
    public <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        runUntil(future::isDone);
        return future.join();
    }

    private boolean run(BooleanSupplier done, long until, boolean patient) {
        try {
            return simulation.run(done, until, patient);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + this, e);
        }
    }

    /** Runs until an engine is over, or waits for that while another thread runs. */
    void drive(MemoryEngine engine) {
        while (!engine.isOver()) {
            try {
                simulation.drive(engine::isOver);
            } catch (InterruptedException e) {
                // meant for a handler that left it behind: the network outlives it
            }
        }
    }

    /**
     * Whether all that happened so far would happen again.
     *
     * @return false once a lent body has been let go
     */
    public boolean isDeterministic() {
        return simulation.isDeterministic();
    }

    @Override
    public String toString() {
        return "network with seed " + seed + " at " + Duration.ofNanos(nanoTime());
    }
}
