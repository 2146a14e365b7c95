package dev.bogie.testkit;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A handler of datagrams that notes what it is told, checks the order of calls as it goes, and does
 * what a test wants it to do. What it does is set before it is given to an engine; what it was told
 * may be asked for, and waited for, from any thread. Waits end after {@link Patience#limit} with an
 * error that lists the calls.
 */
public final class RecordingDatagrams implements DatagramHandler {

    /** What to do with a datagram. */
    @FunctionalInterface
    public interface Take {
        /**
         * Takes it.
         *
         * @param port where it came
         * @param datagram its bytes
         * @param from its sender
         * @throws Exception thrown by the callback
         */
        void from(DatagramPort port, ByteBuffer datagram, SocketAddress from) throws Exception;
    }

    /** What to do in a turn. */
    @FunctionalInterface
    public interface Act {
        /**
         * Acts as the driver.
         *
         * @param port the port
         * @throws Exception thrown by the callback
         */
        void on(DatagramPort port) throws Exception;
    }

    /**
     * A datagram as it came.
     *
     * @param bytes its content
     * @param from its sender
     */
    public record Received(List<Byte> bytes, SocketAddress from) {
        /**
         * Its content as text.
         *
         * @return ISO-8859-1
         */
        public String text() {
            byte[] all = new byte[bytes.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = bytes.get(i);
            }
            return new String(all, StandardCharsets.ISO_8859_1);
        }
    }

    private final String name;
    private final AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    private final CompletableFuture<DatagramPort> port = new CompletableFuture<>();
    private volatile Act opened = p -> {};
    private volatile Take received = (p, in, from) -> {};

    // Guarded by this
    private final List<String> calls = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Received> datagrams = new ArrayList<>();
    private int writables;
    private long dropped;
    private @Nullable Closed how;

    /**
     * A handler that does nothing but note.
     *
     * @param name for messages
     */
    public RecordingDatagrams(String name) {
        this.name = name;
    }

    /**
     * What to do when opened.
     *
     * @param act what
     * @return this
     */
    public RecordingDatagrams onOpened(Act act) {
        opened = act;
        return this;
    }

    /**
     * What to do with each datagram.
     *
     * @param take what
     * @return this
     */
    public RecordingDatagrams onReceived(Take take) {
        received = take;
        return this;
    }

    /**
     * Sends back what comes.
     *
     * @return this
     */
    public RecordingDatagrams echoing() {
        return onReceived((p, in, from) -> p.send(in, from));
    }

    // The handler

    @Override
    public void opened(DatagramPort bound) throws Exception {
        enter("opened", true);
        try {
            port.complete(bound);
            opened.on(bound);
        } finally {
            leave();
        }
    }

    @Override
    public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
        enter("received", false);
        try {
            List<Byte> bytes = new ArrayList<>(datagram.remaining());
            for (int i = datagram.position(); i < datagram.limit(); i++) {
                bytes.add(datagram.get(i));
            }
            received.from(port.join(), datagram, from);
            synchronized (this) {
                datagrams.add(new Received(List.copyOf(bytes), from));
                notifyAll();
            }
        } finally {
            leave();
        }
    }

    @Override
    public void writable() {
        enter("writable", false);
        synchronized (this) {
            writables++;
            notifyAll();
        }
        leave();
    }

    @Override
    public void dropped(long count) {
        enter("dropped", false);
        synchronized (this) {
            dropped += count;
            notifyAll();
        }
        leave();
    }

    @Override
    public void closed(Closed cause) {
        enter("closed", false);
        leave();
        synchronized (this) {
            how = cause;
            notifyAll();
        }
    }

    private void enter(String call, boolean first) {
        Thread here = Thread.currentThread();
        Thread other = driver.getAndSet(here);
        synchronized (this) {
            if (other != null) {
                violations.add(call + " beside another call, on " + here + " and " + other);
            }
            if (calls.isEmpty() != first) {
                violations.add(call + " after " + calls);
            }
            if (calls.contains("closed")) {
                violations.add(call + " after closed");
            }
            calls.add(call);
        }
    }

    private void leave() {
        driver.set(null);
    }

    // The test

    /**
     * The port, once it is open.
     *
     * @return what {@code opened} was given
     */
    public DatagramPort port() {
        return Patience.await(port);
    }

    /**
     * Sends text from a thread of the test.
     *
     * @param text ISO-8859-1
     * @param to the receiver
     * @return whether it was taken
     */
    public boolean send(String text, SocketAddress to) {
        return port().send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), to);
    }

    /**
     * Runs something as the driver, and waits for what becomes of it.
     *
     * @param what run in a turn, checked like a call
     * @param <T> the type of what it returns
     * @return what it returns
     */
    public <T> T inTurn(Callable<T> what) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        boolean taken =
                port().execute(
                                () -> {
                                    enter("a task", false);
                                    try {
                                        outcome.complete(what.call());
                                    } catch (Throwable e) {
                                        outcome.completeExceptionally(e);
                                    } finally {
                                        leave();
                                    }
                                });
        if (!taken) {
            throw new AssertionError("the task was refused: " + this);
        }
        return Patience.await(outcome);
    }

    /**
     * Waits for datagrams.
     *
     * @param count how many at the least
     * @return all until now, in the order in which they came
     */
    public List<Received> awaitReceived(int count) {
        await(count + " datagrams", r -> r.datagrams.size() >= count);
        return received();
    }

    /** Waits until a send may be tried again. */
    public void awaitWritable() {
        await("writable", r -> r.writables > 0);
    }

    /**
     * Waits for losses to be told.
     *
     * @param count how many at the least
     * @return how many until now
     */
    public long awaitDropped(long count) {
        await(count + " losses", r -> r.dropped >= count);
        synchronized (this) {
            return dropped;
        }
    }

    /**
     * Waits for the end.
     *
     * @return its cause
     */
    public Closed awaitClosed() {
        await("closed", r -> r.how != null);
        synchronized (this) {
            return how == null ? Closed.finished() : how;
        }
    }

    private synchronized void await(String what, Predicate<RecordingDatagrams> condition) {
        Patience.await(this, what, () -> condition.test(this), () -> how != null);
    }

    /**
     * The datagrams until now.
     *
     * @return a copy
     */
    public synchronized List<Received> received() {
        return List.copyOf(datagrams);
    }

    /**
     * Checks that no call until now was illegal.
     *
     * @throws AssertionError listing those that were
     */
    public synchronized void check() {
        if (!violations.isEmpty()) {
            throw new AssertionError("illegal calls: " + violations + " of " + this);
        }
    }

    @Override
    public synchronized String toString() {
        String end = how == null ? "" : ", " + how.describe();
        return name + ": " + calls.size() + " calls, " + datagrams.size() + " datagrams" + end;
    }
}
