package dev.bogie.runtime;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Moves a server to another transport, or leaves it where it is:
 *
 * <pre>{@code
 * start the new engine ─▶ for each address: detach, adopt ─▶ the new one carries ─▶ move what is
 *        │ fails, or too late        │ fails, or the server closes        at rest, drain the rest
 *        ▼                           ▼
 *   nothing was done        move back, drain the new one
 * }</pre>
 *
 * <p>Between detach and adopt, connections wait in the backlog, which belongs to the channel: so
 * nobody is refused. What the new engine accepted before a failure is served to its end. Open
 * connections move when there is no way back any more, if both transports can do that.
 */
final class TransportSwap {
    private static final Logger LOG = LoggerFactory.getLogger(TransportSwap.class);

    /**
     * How long connections may take to answer: turns are short, and one that hangs must not count.
     */
    private static final Duration ASKING = Duration.ofSeconds(5);

    /** What a handler may have asked for when it was opened, and does not ask for again. */
    private static final Set<Capability> RELIED_ON =
            Set.of(Capability.HALF_CLOSE, Capability.FILE_TRANSFER);

    private final Engines engines;
    private final List<BoundAddress> addresses;
    private final Running from;
    private final Running to;
    private final Deque<BoundAddress> moved = new ArrayDeque<>(); // the last one first
    private final StringBuilder losses = new StringBuilder(); // to end the error with

    private TransportSwap(Engines engines, List<BoundAddress> addresses, Running from, Running to) {
        this.engines = engines;
        this.addresses = addresses;
        this.from = from;
        this.to = to;
    }

    /**
     * Starts the engine to go to, which may take its time: nothing is kept waiting for it.
     *
     * @param transport the name of the transport to go to
     * @param engines those of the server; they close this one too
     * @param moves whether there are addresses to move
     * @return to be given to {@link #run}
     * @throws ConfigurationException if it cannot be had, or does not start within the limit
     * @throws IllegalStateException if the server closes
     */
    static Running start(String transport, Engines engines, boolean moves) {
        Running from = engines.current();
        if (engines.isClosing()) {
            throw closed();
        }
        Provider<Transport> wanted =
                from.surroundings().registry().transport(transport, from.surroundings());
        if (moves) {
            requireAdoption(from.transport());
            requireAdoption(wanted);
        }
        Running to = from.on(wanted);
        if (!engines.enter(to.engine())) {
            throw closed();
        }
        return to;
    }

    /**
     * Moves all addresses. To be called by one thread at a time.
     *
     * @param to what {@link #start} has started; closed if this fails
     * @param engines those of the server
     * @param addresses those of the server; one that is lost is taken out
     * @param grace how long the engine that is not needed any more drains
     * @return what was left, and is to drain from now on
     * @throws ConfigurationException if it could not be done; the server is where it was
     * @throws IllegalStateException if the server closes
     */
    static Running run(Running to, Engines engines, List<BoundAddress> addresses, Duration grace) {
        Running from = engines.current();
        try {
            if (engines.isClosing()) {
                throw closed();
            }
            if (!addresses.isEmpty()) { // others than when it was started, maybe
                requireAdoption(from.transport());
                requireAdoption(to.transport());
            }
        } catch (RuntimeException | Error e) {
            var unused = engines.leave(to, Duration.ZERO);
            throw e;
        }
        new TransportSwap(engines, addresses, from, to).move(grace);
        return from;
    }

    private static void requireAdoption(Provider<Transport> transport) {
        if (!transport.service().capabilities().contains(Capability.ADOPT_LISTENER)) {
            throw new ConfigurationException(
                    "transport "
                            + transport
                            + " can neither give away nor take over listening addresses (it has no "
                            + Capability.ADOPT_LISTENER
                            + "): restart the server to change between it and another");
        }
    }

    private void move(Duration grace) {
        try {
            for (BoundAddress address : addresses) {
                move(address);
                moved.push(address);
            }
        } catch (Throwable e) { // whatever it is, what was moved must go back
            throw failed(e, grace);
        }
        if (!engines.replace(to)) {
            throw closed();
        }
        LOG.info(
                "on transport {} now; {} went along, what else is open on {} has {} s to end",
                to.transport().name(),
                takeAlong(),
                from.transport().name(),
                grace.toSeconds());
    }

    /** What is at rest goes along, after all that can fail; whatever hinders it, it drains. */
    private String takeAlong() {
        try {
            if (!canMove()) {
                return "no connections";
            }
            long gone =
                    from.engine()
                            .moveTo(to.engine())
                            .toCompletableFuture()
                            .get(ASKING.toNanos(), TimeUnit.NANOSECONDS);
            return gone == 1 ? "1 connection" : gone + " connections";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | RuntimeException | Error e) {
            LOG.warn("not all that is at rest goes along to {}", to.transport().name(), e);
        }
        return "an unknown number of connections";
    }

    /** Whether both can, and handlers may go on doing what they were told they could. */
    private boolean canMove() {
        Set<Capability> had = from.transport().service().capabilities();
        Set<Capability> has = to.transport().service().capabilities();
        return had.contains(Capability.ADOPT_CONNECTION)
                && has.contains(Capability.ADOPT_CONNECTION)
                && RELIED_ON.stream().allMatch(each -> has.contains(each) || !had.contains(each));
    }

    private void move(BoundAddress address) throws IOException {
        NetworkChannel channel = address.detach();
        try {
            address.adopt(channel, to.engine());
        } catch (Throwable e) {
            giveBack(address, channel, e);
            throw e;
        }
    }

    /** Undoes what was done, and says what became of it. */
    private RuntimeException failed(Throwable cause, Duration grace) {
        for (BoundAddress address : moved) {
            try {
                giveBack(address, address.detach(), cause);
            } catch (Throwable e) { // the others must still go back
                lost(address, e, cause);
            }
        }
        var unused = engines.leave(to, grace);
        if (engines.isClosing()) {
            IllegalStateException closed = closed();
            closed.addSuppressed(cause);
            return closed;
        }
        return new ConfigurationException(
                "cannot swap to transport "
                        + to.transport()
                        + ", so "
                        + from.transport().name()
                        + " goes on: "
                        + OneLine.of(cause)
                        + losses,
                cause);
    }

    private void giveBack(BoundAddress address, NetworkChannel channel, Throwable cause) {
        try {
            address.adopt(channel, from.engine());
        } catch (Throwable e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            lost(address, e, cause);
        }
    }

    private void lost(BoundAddress address, Throwable e, Throwable cause) {
        cause.addSuppressed(e);
        if (!engines.isClosing()) {
            addresses.remove(address);
            losses.append("; nobody listens on ").append(address).append(" any more");
            LOG.error("nobody listens on {} any more: it could not be moved back", address, e);
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the server is closed");
    }
}
