package dev.bogie.testkit;

import dev.bogie.transport.Closed;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a {@link RecordingHandler} was told: may be asked for, and waited for, from any thread.
 * Waits end after {@link Patience#limit}, or when {@code closed} has come and what is waited for
 * has not, with an error that lists the calls.
 */
public final class CallRecord {

    /** What a handler can be told; {@code turnEnding} is not noted. */
    public enum Call {
        /** {@link dev.bogie.transport.ConnectionHandler#opened}. */
        OPENED,
        /** {@link dev.bogie.transport.ConnectionHandler#received}. */
        RECEIVED,
        /** {@link dev.bogie.transport.ConnectionHandler#inputEnded}. */
        INPUT_ENDED,
        /** {@link dev.bogie.transport.ConnectionHandler#writable}. */
        WRITABLE,
        /** {@link dev.bogie.transport.ConnectionHandler#deadline}. */
        DEADLINE,
        /** {@link dev.bogie.transport.ConnectionHandler#draining}. */
        DRAINING,
        /** {@link dev.bogie.transport.ConnectionHandler#peerEnded}. */
        PEER_ENDED,
        /** {@link dev.bogie.transport.ConnectionHandler#closed}. */
        CLOSED
    }

    private final String name;

    // Guarded by this
    private final List<Call> calls = new ArrayList<>();
    private final Set<Call> made = EnumSet.noneOf(Call.class); // a look at all calls takes long
    private final List<Call> returned = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Thread> drivers = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Closed how;
    private @Nullable InputEnd inputEnd;

    CallRecord(String name) {
        this.name = name;
    }

    // Noting

    synchronized void begin(Call call) {
        checkOrder(call);
        calls.add(call);
        made.add(call);
        if (!drivers.contains(Thread.currentThread())) {
            drivers.add(Thread.currentThread());
        }
    }

    /** The call has returned: not before does anyone who waits for it see what it did. */
    synchronized void end(Call call) {
        returned.add(call);
        notifyAll();
    }

    synchronized void end(Closed cause) {
        how = cause;
        notifyAll();
    }

    synchronized void inputEnd(InputEnd end) {
        inputEnd = end;
    }

    synchronized void bytes(byte[] more) {
        bytes.writeBytes(more);
        notifyAll();
    }

    synchronized void violation(String what) {
        violations.add(what);
    }

    private void checkOrder(Call call) {
        boolean first = calls.isEmpty();
        if (first != (call == Call.OPENED)) {
            violation(call + (first ? " as the first call" : " after " + inShort(calls)));
        }
        if (made.contains(Call.CLOSED)) {
            violation(call + " after CLOSED");
        }
        if (made.contains(Call.INPUT_ENDED)
                && (call == Call.RECEIVED || call == Call.INPUT_ENDED)) {
            violation(call + " after INPUT_ENDED");
        }
        if (call == Call.PEER_ENDED && made.contains(call)) {
            violation("PEER_ENDED twice");
        }
    }

    // Waiting

    /**
     * Waits until a call has been made and has returned.
     *
     * @param call which
     */
    public void awaitCall(Call call) {
        awaitCalls(call, 1);
    }

    /**
     * Waits until a call has returned so many times.
     *
     * @param call which
     * @param times how often at the least
     */
    public void awaitCalls(Call call, int times) {
        await(times + " x " + call, r -> Collections.frequency(r.returned, call) >= times);
    }

    /**
     * Waits for {@code closed} to have returned.
     *
     * @return its cause
     */
    public Closed awaitClosed() {
        await("CLOSED", r -> r.how != null);
        Closed cause = how();
        return cause == null ? Closed.finished() : cause;
    }

    /**
     * Waits until so many bytes have been consumed.
     *
     * @param count how many at the least
     * @return all that have been consumed
     */
    public byte[] awaitBytes(int count) {
        await(count + " bytes", r -> r.bytes.size() >= count);
        return bytes();
    }

    /**
     * Waits until certain text has been consumed.
     *
     * @param end what all that was consumed ends with, ISO-8859-1
     */
    public void awaitText(String end) {
        await('"' + end + '"', r -> r.text().endsWith(end));
    }

    private synchronized void await(String what, Predicate<CallRecord> condition) {
        Patience.await(this, what, () -> condition.test(this), () -> how != null);
    }

    // Asking

    /**
     * What has been consumed.
     *
     * @return a copy
     */
    public synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /**
     * What has been consumed, as text.
     *
     * @return ISO-8859-1
     */
    public synchronized String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * The calls until now.
     *
     * @return a copy
     */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /**
     * How often a call was made.
     *
     * @param call which
     * @return how often
     */
    public synchronized int count(Call call) {
        return Collections.frequency(calls, call);
    }

    /**
     * The threads that called.
     *
     * @return a copy
     */
    public synchronized List<Thread> drivers() {
        return List.copyOf(drivers);
    }

    /**
     * How the input ended.
     *
     * @return null if it has not been told
     */
    public synchronized @Nullable InputEnd inputEnd() {
        return inputEnd;
    }

    /**
     * How the connection ended.
     *
     * @return null if it has not been told
     */
    public synchronized @Nullable Closed how() {
        return how;
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
        return name + inShort(calls) + ", " + bytes.size() + " bytes consumed" + end;
    }

    /** Repetitions counted. */
    private static List<String> inShort(List<Call> calls) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < calls.size(); ) {
            int from = i;
            while (i < calls.size() && calls.get(i) == calls.get(from)) {
                i++;
            }
            runs.add(
                    i - from == 1
                            ? calls.get(from).toString()
                            : calls.get(from) + " x " + (i - from));
        }
        return runs;
    }
}
