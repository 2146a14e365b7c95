package dev.bogie.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A running transport. All methods may be called from any thread, that of a connection's turn
 * included, and none waits for a peer. After {@link #close} all others throw {@link
 * IllegalStateException}, {@link #nanoTime} excepted.
 */
public interface Engine {

    /**
     * Listens for connections.
     *
     * @param target where to bind, or a listening channel to adopt
     * @param handlers called once for each accepted connection, on a thread of the engine; must be
     *     quick. If it throws, that connection is reset, the reason is logged, and accepting goes
     *     on
     * @return the listener, already accepting
     * @throws java.net.BindException if the address is in use or not ours
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException if the target needs a {@link Capability} that the
     *     transport lacks; the message names it
     */
    Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers) throws IOException;

    /**
     * Connects to a peer. Names are resolved off the engine's own threads of control.
     *
     * @param target the peer's address, the time-out, and optionally the local address
     * @param handler given the connection in {@link ConnectionHandler#opened}; nobody else gets it
     * @return completes with null after {@code opened} has returned; or exceptionally, and then the
     *     handler is never called: with {@link java.net.ConnectException} when refused, {@link
     *     java.net.UnknownHostException}, {@link ConnectionTimeoutException}, another {@link
     *     IOException}, or {@link UnsupportedOperationException} naming a capability. If {@code
     *     opened} throws, it completes exceptionally with what was thrown, and {@code closed} is
     *     still called. Dependent actions may run on the connection's driver: they must be quick
     */
    CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler);

    /**
     * Binds an address for datagrams.
     *
     * @param target where, the backlog meaning nothing here; or a bound channel to adopt, with the
     *     datagrams that wait in it
     * @param handler receives the datagrams; its {@code opened} is called soon, maybe after this
     *     has returned
     * @return the port
     * @throws java.net.BindException if the address is in use or not ours
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException unless the transport declares {@link
     *     Capability#DATAGRAM}; or if it has none for addresses of this kind
     */
    default DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
        throw new UnsupportedOperationException(
                "this transport has no " + Capability.DATAGRAM + ": it cannot bind " + target);
    }

    /**
     * Gives the connections that are at rest to another engine, which {@linkplain #adopt adopts}
     * them one by one. Their handlers notice nothing: not a callback, not a byte, not a deadline is
     * lost, and tasks may come at any time; what a transport says of itself is another's from then
     * on ({@link Info#TRANSPORT}, {@link Info#CAPABILITIES}). At rest is what was opened, waits,
     * and has all of its output with the system: no loan runs, no end has begun. A connection under
     * a layer goes with the layer; one with unread input, paused or not, takes it along.
     *
     * <p>Each is asked once, between two turns, and those that are not at rest stay, as do those
     * that the other does not take; {@link #close} is for them, and does not count those that went.
     * Listeners and ports for datagrams are not concerned: {@linkplain Listener#detach detach} them
     * first, or newcomers are not asked.
     *
     * @param other an engine of any transport that declares the capability; not this one
     * @return completes with how many went, when all have answered and this engine has let go of
     *     their channels. A turn that does not end holds that up
     * @throws UnsupportedOperationException unless the transport declares {@link
     *     Capability#ADOPT_CONNECTION}
     */
    default CompletionStage<Long> moveTo(Engine other) {
        throw new UnsupportedOperationException(
                "this transport has no "
                        + Capability.ADOPT_CONNECTION
                        + ": its connections cannot move to "
                        + other);
    }

    /**
     * Takes over a connection of another engine. Called by that engine, between two turns of the
     * connection, on the thread that takes them; waits for nothing. The turns are this engine's
     * from now on, the next one comes at once, and the connection ends with this engine. What goes
     * wrong later is told to the handler as {@link Closed.Failed}, like any failure of one
     * connection.
     *
     * @param connection at rest; its channel may still be registered with a selector of the engine
     *     that gives it
     * @throws IOException if the channel is broken; whenever this throws, nothing was changed, and
     *     the connection is still the other's
     * @throws UnsupportedOperationException unless the transport declares {@link
     *     Capability#ADOPT_CONNECTION}; or if it knows no connections of this kind
     */
    default void adopt(RestingConnection connection) throws IOException {
        throw new UnsupportedOperationException(
                "this transport has no "
                        + Capability.ADOPT_CONNECTION
                        + ": it cannot adopt "
                        + connection);
    }

    /**
     * The engine's clock: monotonic, with an arbitrary origin, like {@link System#nanoTime};
     * virtual where the transport declares {@link Capability#VIRTUAL_TIME}. Compare by difference.
     *
     * @return nanoseconds
     */
    long nanoTime();

    /**
     * Runs a task once, later; not at all if the engine ends before. For work of a connection use
     * {@link Connection#deadline} instead.
     *
     * @param delayNanos from now; 0 or less means as soon as possible. There is no most: more than
     *     the clock can tell is never
     * @param task runs on a thread of the engine: must be quick; what it throws, errors too, is
     *     logged
     * @return a handle to cancel it
     */
    Timer schedule(long delayNanos, Runnable task);

    /**
     * Ends everything: listeners stop accepting at once, each connection is asked to drain, what
     * has not ended when the grace is over is aborted, then threads and buffers are returned. A
     * body that blocks in a loan is not waited for: it counts as aborted. A {@link #connect} under
     * way fails. Datagram ports, on which nothing is ever begun, are closed at once and not
     * counted. Of several calls the one whose grace ends first counts; connections are told when it
     * is brought forward.
     *
     * @param grace how long connections may take to end in order; zero or less aborts at once.
     *     There is no most: one that is longer than the clock can tell does not end
     * @return completes when nothing of the engine is left, with what became of the connections
     *     that were open when the drain began
     */
    CompletionStage<Drained> close(Duration grace);

    /**
     * What became of the connections that were open when a drain began.
     *
     * @param ended how many ended in order: {@link Closed.Finished}
     * @param aborted how many did not, by whichever side: aborted, reset by the peer, or failed.
     *     What they had begun may be unfinished
     */
    record Drained(long ended, long aborted) {
        /** Nothing was open. */
        public static final Drained NOTHING = new Drained(0, 0);

        /**
         * Counts one more connection.
         *
         * @param how what became of it
         * @return the sum
         */
        public Drained plus(Closed how) {
            return how instanceof Closed.Finished
                    ? new Drained(ended + 1, aborted)
                    : plusAborted(1);
        }

        /**
         * Counts connections that were not waited for.
         *
         * @param more how many
         * @return the sum
         */
        public Drained plusAborted(long more) {
            return new Drained(ended, aborted + more);
        }

        /**
         * Counts what was counted elsewhere.
         *
         * @param other of another part of the engine
         * @return the sum
         */
        public Drained plus(Drained other) {
            return new Drained(ended + other.ended, aborted + other.aborted);
        }
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Forgets the task, unless it has begun to run. Any thread; may be called again. */
        void cancel();
    }
}
