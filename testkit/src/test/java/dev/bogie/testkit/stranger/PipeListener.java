package dev.bogie.testkit.stranger;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;
import dev.bogie.transport.support.Complaints;
import dev.bogie.transport.support.StreamFacts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A listening address: accepts at once; while it is paused, keeps as many as its backlog holds. */
final class PipeListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PipeListener.class);

    private final PipeEngine engine;
    private final InetSocketAddress address;
    private final int backlog;
    private final Supplier<ConnectionHandler> handlers;
    private final Complaints complaints = new Complaints(LOG::warn); // peers decide how many

    // The loop's
    private final ArrayDeque<PipeDial> waiting = new ArrayDeque<>();
    private boolean paused;

    PipeListener(
            PipeEngine engine,
            InetSocketAddress address,
            int backlog,
            Supplier<ConnectionHandler> handlers) {
        this.engine = engine;
        this.address = address;
        this.backlog = backlog;
        this.handlers = handlers;
    }

    // Any thread

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        engine.loop().soon(() -> paused = true);
    }

    @Override
    public void resume() {
        engine.loop().soon(() -> paused = false);
        tellWaiting(dial -> dial.accepted(this));
    }

    @Override
    public void close() {
        if (engine.forget(this)) {
            tellWaiting(PipeDial::refused);
        }
    }

    private void tellWaiting(Consumer<PipeDial> what) {
        engine.loop()
                .soon(
                        () -> {
                            List<PipeDial> all = List.copyOf(waiting);
                            waiting.clear();
                            all.forEach(what);
                        });
    }

    @Override
    public NetworkChannel detach() {
        throw noAdoption();
    }

    static UnsupportedOperationException noAdoption() {
        return new UnsupportedOperationException(
                PipeTransport.NAME
                        + " has no "
                        + Capability.ADOPT_LISTENER
                        + ": there is no channel to take over or to give away");
    }

    // On the loop

    /** False if there is no room: ask again later. */
    boolean offer(PipeDial dial) {
        if (!paused) {
            dial.accepted(this);
            return true;
        }
        waiting.removeIf(PipeDial::isOver);
        return waiting.size() < backlog && waiting.add(dial);
    }

    /** Opens this side's end of a connection. Without a handler the other end finds it reset. */
    void accept(Pipe in, Pipe out, InetSocketAddress remote) {
        ConnectionHandler handler;
        try {
            handler = handlers.get();
        } catch (Throwable e) {
            complaints.say("a connection to " + address + " was reset for want of a handler: " + e);
            LOG.debug("no handler", e);
            in.reset();
            out.reset();
            return;
        }
        StreamFacts facts = new StreamFacts(remote, address, address, PipeTransport.FACTS);
        Throwable unused = new PipePort(engine, in, out, facts, handler).open(); // told by closed
    }
}
