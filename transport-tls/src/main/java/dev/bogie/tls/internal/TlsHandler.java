package dev.bogie.tls.internal;

import dev.bogie.tls.EngineSource;
import dev.bogie.tls.TlsSettings;
import dev.bogie.tls.machine.TlsException;
import dev.bogie.tls.machine.TlsLimits;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection's TLS as the connection below sees it.
 *
 * <pre>
 *  opened ─▶ HANDSHAKE ── established ──▶ OPEN: each turn above runs inside a turn below
 *               │  ▲
 *               ▼  │                      anything wrong: the alert is written, the connection
 *             a loan for the tasks        below closed, the handler above told once
 * </pre>
 *
 * <p>The handler above is opened when the handshake is done, so that it finds all facts; if that
 * never happens, it is not called.
 *
 * <p>Signatures and key agreements run in a loan of the connection below: off the loop on {@code
 * nio}, on the connection's own thread on {@code loom}, in order in memory.
 */
public final class TlsHandler implements ConnectionHandler {

    /**
     * What is the same for all connections.
     *
     * @param source where engines come from
     * @param buffers of the size of a record, on the heap, where the cryptography is fastest
     */
    public record Shared(EngineSource source, BufferPool buffers) {}

    private final ConnectionHandler handler;
    private final LayerContext context;
    private final Shared shared;
    private final TlsLimits limits;

    private @Nullable Connection below;
    private @Nullable TlsStream stream;
    private @Nullable TlsPort port;
    private @Nullable StreamConnection above;
    private boolean refusesUnread; // until the turn in which TLS was put in place is over
    private boolean heard; // the peer has sent something
    private boolean established;
    private boolean refused; // the handler above will never be opened
    private long doneBy = Long.MAX_VALUE; // for a handshake that begins later than its connection
    private boolean draining; // told, which the connection below knows earlier
    private long drainUntil;
    private @Nullable InputEnd peerEnd; // seen before the handler above could be told

    /**
     * TLS on one connection.
     *
     * @param handler above
     * @param context which side this is
     * @param shared what connections share
     * @param upgrade whether TLS begins on a connection that spoke in the clear before: then
     *     nothing may be unread when it does
     */
    public TlsHandler(
            ConnectionHandler handler, LayerContext context, Shared shared, boolean upgrade) {
        this.handler = handler;
        this.context = context;
        this.shared = shared;
        this.limits = TlsSettings.limits(context.settings());
        this.refusesUnread = upgrade;
    }

    /** Sets a limit to the handshake besides its own, before it is opened. */
    void doneBy(long nanoTime) {
        doneBy = nanoTime;
    }

    // The handshake

    @Override
    public void opened(Connection connection) {
        below = connection;
        TlsMachine machine;
        try {
            machine = new Engines(shared.source(), context).machine(limits, connection.nanoTime());
        } catch (Exception e) {
            refuse(new Closed.Failed(e));
            return;
        }
        int maxPending = context.settings().get(StreamLimits.MAX_PENDING).intValue();
        stream = new TlsStream(machine, connection, shared.buffers(), maxPending);
        connection.deadline(Math.min(machine.deadline(), Math.min(doneBy, context.openBy())));
        handshake(stream, connection, false);
    }

    /** Goes on as far as it can; tasks run here only if this is a thread that may block. */
    private void handshake(TlsStream bytes, Connection connection, boolean mayBlock) {
        ByteBuffer plain = shared.buffers().take(TlsMachine.MAX_PLAINTEXT);
        try {
            while (true) {
                switch (bytes.step(plain)) {
                    case NEEDS_WRAP -> bytes.sendOwn();
                    case NEEDS_TASK -> {
                        if (!mayBlock) {
                            connection.lend(new Tasks(bytes));
                            return;
                        }
                        bytes.runTasks();
                    }
                    case ESTABLISHED -> {
                        established = true;
                        return;
                    }
                    case NEEDS_MORE -> {
                        return;
                    }
                    case ENDED -> throw ended();
                    case NEEDS_ROOM, PLAINTEXT -> throw new IllegalStateException("plaintext");
                }
            }
        } catch (TlsException e) {
            fail(e);
        } finally {
            shared.buffers().give(plain);
        }
    }

    private static TlsException ended() {
        return new TlsException(
                TlsException.Origin.PEER, "close_notify", "the peer ended the handshake", null);
    }

    private static TlsException injected() {
        return new TlsException(
                TlsException.Origin.HERE,
                "unexpected_message",
                "unread bytes wait where TLS is put in place: they were sent in the clear",
                null);
    }

    /** The slow part of a handshake, and what follows from it. */
    private final class Tasks implements Blocking {
        private final TlsStream bytes;

        Tasks(TlsStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void run(BlockingConnection connection) {
            bytes.runTasks();
            bytes.lookAt(connection.input());
            try {
                handshake(bytes, connection, true);
            } finally {
                bytes.lookAway();
            }
            connection.resumeInput(); // to go on in a turn, even when nothing is unread
        }

        @Override
        public Optional<Duration> maxLoan() {
            return Optional.of(Duration.ofNanos(limits.handshakeNanos()));
        }
    }

    private void open(TlsStream bytes, Connection connection) {
        TlsPort made = new TlsPort(this, bytes, connection, TlsFacts.of(bytes.machine()));
        StreamConnection opened =
                new StreamConnection(
                        made,
                        handler,
                        StreamLimits.of(context.settings()),
                        context.buffers(),
                        InputBuffer.of(context.buffers()));
        port = made;
        above = opened;
        connection.deadline(Long.MAX_VALUE);
        Throwable unused = opened.open(); // has told the handler, and ended the connection below
        if (peerEnd != null) {
            opened.peerEnded(peerEnd);
        }
        if (draining) {
            opened.drain(drainUntil);
        }
    }

    // How it fails

    /** Tells the peer by an alert, if it can still be told, and the handler above. */
    void fail(TlsException e) {
        if (stream != null) {
            try {
                stream.sendOwn();
            } catch (TlsException again) {
                if (again != e) {
                    e.addSuppressed(again);
                }
            }
        }
        Closed how =
                e.origin() == TlsException.Origin.PEER
                        ? new Closed.PeerReset(e)
                        : new Closed.Failed(e);
        if (above == null) {
            refuse(how);
        } else {
            above.lost(how);
            below().close();
        }
    }

    private void refuse(Closed how) {
        if (!refused) {
            refused = true;
            if (stream != null) {
                stream.drop();
            }
            context.refused(below(), how);
            below().close();
        }
    }

    private Connection below() {
        Connection connection = below;
        if (connection == null) {
            throw new IllegalStateException("not open yet");
        }
        return connection;
    }

    // Input

    @Override
    public void received(ByteBuffer in) {
        TlsStream bytes = stream;
        Connection connection = below;
        if (bytes == null || connection == null || refused) {
            in.position(in.limit());
            return;
        }
        heard |= in.hasRemaining();
        if (refusesUnread && in.hasRemaining()) {
            in.position(in.limit());
            fail(injected());
            return;
        }
        bytes.lookAt(in);
        try {
            if (above == null) {
                if (!established) {
                    handshake(bytes, connection, false);
                }
                if (established) {
                    open(bytes, connection);
                }
            }
            turn(StreamConnection.READABLE);
        } finally {
            bytes.lookAway();
        }
        if (refused || bytes.machine().isInputEnded()) {
            in.position(in.limit());
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        if (port == null) {
            heard |= rest.hasRemaining();
            refuse(heard || context.side() == LayerContext.Side.CLIENT ? cut() : Closed.finished());
            return AfterInput.CLOSE;
        }
        port.inputEnded();
        received(rest);
        return AfterInput.KEEP_OPEN; // to close is for the handler above to say
    }

    private static Closed cut() {
        return new Closed.PeerReset(
                new TlsException(
                        TlsException.Origin.PEER,
                        "none",
                        "the connection ended during the TLS handshake",
                        null));
    }

    /** Tells the connection above how its input ends. */
    void inputEndsAs(InputEnd how) {
        if (above != null) {
            above.inputEndsAs(how);
        }
    }

    @Override
    public void peerEnded(InputEnd how) {
        if (above == null || port == null) {
            peerEnd = how;
        } else if (!port.isPaused()) {
            above.peerEnded(InputEnd.TRUNCATED); // a close_notify has been told already
        } else {
            above.peerEnded(how); // that may be among what is not decrypted yet
        }
    }

    // Turns

    private void turn(int ready) {
        StreamConnection open = above;
        TlsPort reading = port;
        if (open == null || reading == null) {
            return;
        }
        ByteBuffer scratch = shared.buffers().take(TlsMachine.MAX_PLAINTEXT);
        try {
            boolean more = open.turn(ready, scratch);
            while (reading.takeHasRead() && (more || reading.mayRead())) {
                more = open.turn(StreamConnection.READABLE, scratch);
            }
        } finally {
            shared.buffers().give(scratch);
        }
    }

    @Override
    public void writable() {
        turn(StreamConnection.WRITABLE);
    }

    @Override
    public void deadline(long now) {
        if (above != null) {
            turn(0);
        } else if (!refused) {
            String late = "the TLS handshake was not done in time";
            refuse(new Closed.Failed(new ConnectionTimeoutException(late)));
            below().abort(late);
        }
    }

    @Override
    public void draining(long until) {
        draining = true;
        drainUntil = until;
        if (above != null) {
            above.drain(until);
        }
    }

    @Override
    public void turnEnding() {
        refusesUnread = false;
        if (above != null && port != null && port.isLent()) {
            above.flush();
        }
    }

    void runLoan() {
        if (above != null) {
            above.runLoan();
        }
    }

    /** What waited for the driver is done here, also inside the waits of a loan. */
    void woken() {
        if (above != null && port != null) {
            turn(port.mayRead() ? StreamConnection.READABLE : 0);
            if (port.isLent()) {
                above.flush();
            }
        }
    }

    @Override
    public void closed(Closed how) {
        if (above == null) {
            refuse(how);
        } else {
            above.lost(how);
        }
    }
}
