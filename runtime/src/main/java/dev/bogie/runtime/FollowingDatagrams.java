package dev.bogie.runtime;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.DatagramProtocol;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * What a protocol makes of the datagrams of one address, until a new version of it, or a better
 * one, takes its place between two of them. While there is none, what comes is lost.
 */
final class FollowingDatagrams implements DatagramHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingDatagrams.class);

    private static final DatagramHandler NOBODY =
            new DatagramHandler() {
                @Override
                public void opened(DatagramPort port) {}

                @Override
                public void received(ByteBuffer datagram, SocketAddress from) {}
            };

    /** A protocol, or none, and how it makes its handler. */
    record Chosen(@Nullable DatagramProtocol<?> protocol, Supplier<DatagramHandler> handlers) {
        private static final Chosen NONE = new Chosen(null, () -> NOBODY);

        DatagramHandler newHandler() {
            try {
                return handlers.get();
            } catch (ConfigurationException e) {
                throw e;
            } catch (RuntimeException | Error e) { // whatever it is, it is told in these words
                throw new ConfigurationException(
                        "protocol "
                                + (protocol == null ? "" : protocol.name())
                                + " cannot serve: "
                                + OneLine.of(e),
                        e);
            }
        }
    }

    private final Supplier<Chosen> choice;

    // The driver's
    private @Nullable DatagramProtocol<?> protocol;
    private DatagramHandler handler;

    private volatile @Nullable DatagramPort port;
    private volatile boolean stale = true; // something may have changed since it was chosen

    /**
     * The handler of one address.
     *
     * @param choice what is in service at each call
     * @throws ConfigurationException if there is none, or it cannot serve
     */
    FollowingDatagrams(Supplier<Chosen> choice) {
        this.choice = choice;
        Chosen first = choice.get();
        this.protocol = first.protocol();
        this.handler = first.newHandler();
    }

    /** Any thread: another protocol may be in service. */
    void changed() {
        stale = true;
        DatagramPort bound = port;
        if (bound != null) {
            boolean unused = bound.execute(this::follow); // false: closed, or the next call looks
        }
    }

    private void follow() {
        DatagramPort bound = port;
        if (!stale || bound == null) {
            return;
        }
        stale = false;
        Chosen next;
        try {
            next = choice.get();
        } catch (ConfigurationException e) {
            next = Chosen.NONE; // which is told where protocols are chosen
        } catch (RuntimeException | Error e) { // of a plugin that is asked; the port is not its own
            LOG.warn(
                    "no protocol can be chosen for datagrams at {}: {}",
                    bound.address(),
                    OneLine.of(e));
            return;
        }
        if (next.protocol() != protocol) {
            DatagramHandler old = handler;
            protocol = next.protocol();
            handler = NOBODY;
            close(old, Closed.finished(), bound);
            handler = opened(next, bound);
        }
    }

    /** What throws at its end has ended all the same. */
    private static void close(DatagramHandler old, Closed how, DatagramPort bound) {
        try {
            old.closed(how);
        } catch (Throwable e) {
            LOG.warn("a handler of datagrams at {} failed to end", bound.address(), e);
        }
    }

    private static DatagramHandler opened(Chosen next, DatagramPort bound) {
        DatagramHandler made = NOBODY;
        try {
            made = next.newHandler();
            made.opened(bound);
            return made;
        } catch (Throwable e) { // whatever it is, the address outlives this version
            LOG.warn("nobody handles datagrams at {}: {}", bound.address(), OneLine.of(e));
            close(made, new Closed.Failed(e), bound);
            return NOBODY;
        }
    }

    @Override
    public void opened(DatagramPort bound) throws Exception {
        port = bound;
        handler.opened(bound);
        follow(); // what has changed before anybody could be told
    }

    @Override
    public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
        follow();
        handler.received(datagram, from);
    }

    @Override
    public void writable() throws Exception {
        follow();
        handler.writable();
    }

    @Override
    public void dropped(long count) {
        follow();
        handler.dropped(count);
    }

    @Override
    public void closed(Closed how) {
        handler.closed(how);
    }
}
