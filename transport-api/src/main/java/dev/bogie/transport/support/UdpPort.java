package dev.bogie.transport.support;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.TransportContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A port over a UDP channel: all of it but the waiting. Its driver calls {@link #open} once, then
 * {@link #turn} whenever the channel is ready or it was woken, until {@link #isOver}; none of these
 * overlap.
 */
public final class UdpPort implements DatagramPort {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    private enum State {
        OPEN,
        CLOSING,
        LEAVING
    }

    /** What a transport supplies: whoever waits for the channel. */
    public interface Driver {
        /** A turn is to be taken soon. Any thread; does not wait. */
        void wake();

        /**
         * Waits until the port is over and no selector holds its channel. Any thread; if that is
         * the driver itself, in a turn, without waiting.
         */
        void awaitLeft();
    }

    private final DatagramChannel channel;
    private final SocketAddress address;
    private final UdpSockets limits;
    private final TransportContext context;
    private final Driver driver;
    private final DatagramTurns turns;
    private final Complaints complaints = new Complaints(LOG::warn);
    private final ByteBuffer scratch; // one byte more than the largest, to see what is larger
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile boolean blocked; // a send was refused: the handler is to be told of room

    /**
     * A port that is not open.
     *
     * @param channel bound and non-blocking; the port's
     * @param handler whom to tell
     * @param context its settings, and where the port's buffer comes from
     * @param driver who drives it
     * @throws IOException if the channel is closed already
     */
    public UdpPort(
            DatagramChannel channel,
            DatagramHandler handler,
            TransportContext context,
            Driver driver)
            throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.limits = UdpSockets.of(context.settings());
        this.context = context;
        this.driver = driver;
        this.turns =
                new DatagramTurns(
                        handler,
                        context.settings().get(StreamLimits.MAX_TASKS).intValue(),
                        driver::wake);
        this.scratch = context.buffers().take(limits.maxDatagram() + 1);
    }

    // The driver

    /** Opens the handler. */
    public void open() {
        Throwable thrown = turns.open(this);
        if (thrown != null) {
            state.set(State.CLOSING);
            end(new Closed.Failed(thrown));
        }
    }

    /**
     * Takes a turn.
     *
     * @param readable whether there may be something to receive
     * @param writable whether there may be room to send
     * @return whether there may be more to receive at once
     */
    public boolean turn(boolean readable, boolean writable) {
        boolean more = false;
        if (state.get() == State.OPEN) {
            if (writable && blocked) {
                blocked = false;
                turns.writable();
            }
            more = readable && receive();
            turns.endTurn();
        }
        if (state.get() != State.OPEN) {
            end(Closed.finished());
            return false;
        }
        return more;
    }

    private boolean receive() {
        for (int i = 0; i < limits.batch() && state.get() == State.OPEN; i++) {
            scratch.clear().limit(limits.maxDatagram() + 1);
            SocketAddress from;
            try {
                from = channel.receive(scratch);
            } catch (ClosedChannelException e) {
                state.set(State.CLOSING);
                end(new Closed.Failed(e));
                return false;
            } catch (IOException e) {
                complaints.say("cannot receive on " + address + ": " + e);
                return false;
            }
            if (from == null) {
                return false;
            }
            turns.runTasks();
            if (state.get() != State.OPEN) {
                return false;
            }
            if (scratch.position() > limits.maxDatagram()) {
                turns.drop();
            } else {
                turns.received(scratch.flip(), from);
            }
        }
        return true;
    }

    private void end(Closed how) {
        if (!turns.isOver()) {
            if (state.get() == State.CLOSING) {
                closeChannel();
            }
            turns.over(how);
            context.buffers().give(scratch);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a channel failed to close", e); // the descriptor is given back all the same
        }
    }

    /**
     * Whether room to send is to be watched for.
     *
     * @return true after a send was refused
     */
    public boolean wantsRoom() {
        return blocked;
    }

    /**
     * Whether the handler has been told of the end: no turn is needed any more.
     *
     * @return true if so; the channel is closed then, or the caller's of {@link #detach}
     */
    public boolean isOver() {
        return turns.isOver();
    }

    // Any thread

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) {
        int size = UdpSockets.size(datagram);
        if (state.get() != State.OPEN) {
            return false;
        }
        try {
            if (channel.send(datagram, to) == 0 && size > 0) {
                blocked = true;
                driver.wake();
                return false;
            }
        } catch (ClosedChannelException e) {
            return false;
        } catch (IOException e) {
            datagram.position(datagram.limit());
            turns.drop();
            driver.wake();
        }
        return true;
    }

    @Override
    public boolean execute(Runnable task) {
        return state.get() == State.OPEN && turns.execute(task);
    }

    @Override
    public NetworkChannel detach() {
        if (!state.compareAndSet(State.OPEN, State.LEAVING)) {
            throw new IllegalStateException("the port of " + address + " is closed");
        }
        driver.wake();
        driver.awaitLeft();
        return channel;
    }

    @Override
    public void close() {
        if (state.compareAndSet(State.OPEN, State.CLOSING)) {
            driver.wake();
        }
    }
}
