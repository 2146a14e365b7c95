package dev.bogie.transport.memory;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.DatagramTurns;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.UdpSockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port for datagrams. Turns belong to the simulation; what is sent waits, in copies, for the
 * simulation to carry it, and there is so much room for that as in a socket's buffer.
 */
final class MemoryDatagrams implements DatagramPort {
    /** What the buffers of a socket hold, where no setting says so. */
    private static final int ROOM = 208 * 1_024;

    /** How late a datagram is that others may overtake. */
    private static final long LATE = 1_000_000;

    private final MemoryEngine engine;
    private final Simulation simulation;
    private final UdpSockets limits;
    private final DatagramTurns turns;
    private final InetSocketAddress address;
    private final AtomicLong sending = new AtomicLong(); // bytes that wait to be carried
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean refused;
    private volatile boolean closed;

    // The simulation's
    private final ArrayDeque<Letter> arrived = new ArrayDeque<>();
    private long waiting; // bytes of these
    private boolean turnWaits;
    private long lastArrival; // of what was sent from here in order

    private record Letter(ByteBuffer bytes, InetSocketAddress from, InetSocketAddress to) {}

    /** Binds. */
    MemoryDatagrams(MemoryEngine engine, SocketAddress wanted, DatagramHandler handler)
            throws IOException {
        this.engine = engine;
        this.simulation = engine.simulation();
        Settings settings = engine.context().settings();
        this.limits = UdpSockets.of(settings);
        this.turns =
                new DatagramTurns(
                        handler, settings.get(StreamLimits.MAX_TASKS).intValue(), this::wake);
        this.address = engine.addresses().bind(wanted, this);
    }

    // Any thread

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) {
        int size = UdpSockets.size(datagram);
        if (!(to instanceof InetSocketAddress receiver) || receiver.isUnresolved()) {
            throw new IllegalArgumentException("no datagram can be sent to " + to);
        }
        if (closed) {
            return false;
        }
        int room = limits.sendBuffer() > 0 ? limits.sendBuffer() : ROOM;
        if (sending.addAndGet(size) > room && sending.get() > size) {
            sending.addAndGet(-size);
            refused = true;
            wake();
            return false;
        }
        ByteBuffer copy = ByteBuffer.allocate(size).put(datagram).flip();
        Letter letter = new Letter(copy.asReadOnlyBuffer(), sender(receiver), receiver);
        simulation.post(() -> depart(letter));
        return true;
    }

    private InetSocketAddress sender(InetSocketAddress receiver) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(
                        Addresses.loopbackLike(receiver.getAddress()), address.getPort())
                : address;
    }

    @Override
    public boolean execute(Runnable task) {
        return !closed && turns.execute(task);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.addresses().unbindDatagrams(address);
            wake();
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            simulation.post(
                    () -> {
                        woken.set(false);
                        turnSoon();
                    });
        }
    }

    // On its way

    private void depart(Letter letter) {
        sending.addAndGet(-letter.bytes().remaining());
        if (refused) {
            turnSoon();
        }
        Conditions.Datagrams fate = simulation.conditions().datagrams();
        if (simulation.chance(fate.loss())) {
            simulation.note(this, "loses a datagram");
            return;
        }
        travel(letter, simulation.chance(fate.reorder()));
        if (simulation.chance(fate.duplicates())) {
            travel(letter, true);
        }
    }

    private void travel(Letter letter, boolean late) {
        long at = simulation.now() + simulation.latency();
        if (late) {
            at += 1 + simulation.random().nextLong(LATE);
        } else {
            at = Math.max(at, lastArrival + 1);
            lastArrival = at;
        }
        var unused = simulation.at(at, () -> arrive(letter));
    }

    private void arrive(Letter letter) {
        MemoryDatagrams receiver = engine.addresses().receiver(letter.to());
        if (receiver != null) {
            receiver.take(letter);
        }
    }

    private void take(Letter letter) {
        int size = letter.bytes().remaining();
        int room = limits.receiveBuffer() > 0 ? limits.receiveBuffer() : ROOM;
        if (size > limits.maxDatagram() || (waiting + size > room && waiting > 0)) {
            turns.drop();
        } else {
            arrived.add(letter);
            waiting += size;
        }
        turnSoon();
    }

    // Turns

    void open() {
        simulation.note(this, "opens");
        Throwable thrown = turns.open(this);
        if (thrown != null) {
            end(new Closed.Failed(thrown));
        }
    }

    private void turnSoon() {
        if (!turnWaits && !turns.isOver()) {
            turnWaits = true;
            simulation.soon(this::turn);
        }
    }

    private void turn() {
        turnWaits = false;
        if (turns.isOver()) {
            return;
        }
        if (refused && !closed && sending.get() == 0) {
            refused = false;
            turns.writable();
        }
        for (int i = 0; i < limits.batch() && !closed && !arrived.isEmpty(); i++) {
            Letter letter = arrived.remove();
            waiting -= letter.bytes().remaining();
            turns.runTasks();
            if (!closed) {
                deliver(letter);
            }
        }
        turns.endTurn();
        if (closed) {
            end(Closed.finished());
        } else if (!arrived.isEmpty()) {
            turnSoon();
        }
    }

    /** A handler that keeps the buffer reads nonsense at once. */
    private void deliver(Letter letter) {
        simulation.note(this, "receives " + letter.bytes().remaining() + " bytes");
        byte[] copy = new byte[letter.bytes().remaining()];
        letter.bytes().get(0, copy);
        turns.received(ByteBuffer.wrap(copy).asReadOnlyBuffer(), letter.from());
        Arrays.fill(copy, InputBuffer.POISON);
    }

    /** The engine ends. */
    void endNow() {
        end(Closed.finished());
    }

    private void end(Closed how) {
        close();
        arrived.clear();
        engine.closed(this);
        if (!turns.isOver()) {
            simulation.note(this, "is closed");
            turns.over(how);
        }
    }

    @Override
    public String toString() {
        InetAddress host = address.getAddress();
        return "datagrams at " + host.getHostAddress() + ":" + address.getPort();
    }
}
