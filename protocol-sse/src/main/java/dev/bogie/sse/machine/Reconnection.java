package dev.bogie.sse.machine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When a client connects, comes back and gives up (WHATWG HTML §9.2.3), as a machine told what
 * happened and when.
 *
 * <pre>
 *               answered 200, event stream          ended, failed
 * CONNECTING ------------------------------> OPEN ----------------> WAITING
 *     |  ^                                                            |
 *     |  +-------------------- isAttemptDue(now) ---------------------+
 *     |
 *     +--- failed, 429, 500, 502, 503, 504 ---> WAITING
 *     +--- 204, other statuses, another media type, too many attempts ---> STOPPED
 * </pre>
 *
 * <p>A delay is at least what the server asked for ({@code retry}); it doubles with each attempt
 * that brought nothing, up to {@link Backoff#max()}, and some random part is added. An attempt
 * counts as failed until {@link #progressed} is told: a server that accepts and drops at once is
 * spared as well.
 *
 * <p>More lenient than §9.2.3, which gives up at any other status: the five above come from a proxy
 * or a server in trouble, and pass.
 */
public final class Reconnection {
    /** Where the client stands. */
    public enum State {
        /** A request is to be made, or under way. */
        CONNECTING,
        /** Events may come. */
        OPEN,
        /** The next attempt waits for {@link #deadline()}. */
        WAITING,
        /** For good; {@link #stopReason()} says why. */
        STOPPED
    }

    /** Instead of an instant: there is no deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A server that asks for no delay at all would make its own storm. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

    /** A server that asks for more would end its clients without a word. */
    private static final long LONGEST = TimeUnit.DAYS.toNanos(1);

    private final Backoff backoff;
    private final RandomGenerator random;

    private State state = State.CONNECTING;
    private String lastEventId;
    private long reconnectionNanos;
    private int attempts;
    private long deadline = NEVER;
    private @Nullable String stopReason;

    /**
     * A client that is to connect at once.
     *
     * @param backoff the policy
     * @param random for jitter
     * @param lastEventId to resume from, or empty
     * @throws IllegalArgumentException if {@code lastEventId} can't be in a header field
     */
    public Reconnection(Backoff backoff, RandomGenerator random, String lastEventId) {
        this.backoff = backoff;
        this.random = random;
        this.reconnectionNanos = backoff.initial().toNanos();
        this.lastEventId = checkId(lastEventId);
    }

    /**
     * The response's head came.
     *
     * @param status of the response, redirects followed
     * @param eventStream whether its media type is {@code text/event-stream}
     * @param now the instant
     * @return the new state: OPEN to read the body, WAITING or STOPPED to drop it
     * @throws IllegalStateException unless CONNECTING
     */
    public State answered(int status, boolean eventStream, long now) {
        check(state == State.CONNECTING);
        switch (status) {
            case 200 -> {
                if (eventStream) {
                    state = State.OPEN;
                } else {
                    stop("the response is not an event stream");
                }
            }
            case 204 -> stop("the server has no more events (204)");
            case 429, 500, 502, 503, 504 -> retreat("status " + status, now);
            default -> stop("the server answered with status " + status);
        }
        return state;
    }

    /** Something came over the open stream: earlier failures are forgotten. */
    public void progressed() {
        check(state == State.OPEN);
        attempts = 0;
    }

    /**
     * The attempt failed, or the open stream ended, in order or not.
     *
     * @param now the instant
     * @return the new state: WAITING or STOPPED
     * @throws IllegalStateException unless CONNECTING or OPEN
     */
    public State lost(long now) {
        check(state == State.CONNECTING || state == State.OPEN);
        retreat("no connection", now);
        return state;
    }

    /**
     * The server sent {@code retry}: see {@link EventParser#retryMillis()}.
     *
     * @param millis what it asked for; from 100 ms to a day is honoured, what is beyond counts as
     *     the bound
     */
    public void retry(long millis) {
        long nanos =
                millis >= TimeUnit.NANOSECONDS.toMillis(LONGEST) ? LONGEST : millis * 1_000_000;
        reconnectionNanos = Math.max(SHORTEST, nanos);
    }

    /**
     * Remembers the id for the next attempt.
     *
     * @param id see {@link EventParser#lastEventId()}
     * @throws IllegalArgumentException if it holds CR, LF or NUL
     */
    public void lastEventId(String id) {
        lastEventId = checkId(id);
    }

    /**
     * What {@code Last-Event-ID} is to say, encoded as UTF-8.
     *
     * @return without CR, LF and NUL; empty: the field is left out
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * When to ask {@link #isAttemptDue} again.
     *
     * @return the instant, or {@link #NEVER}
     */
    public long deadline() {
        return deadline;
    }

    /**
     * Whether the next attempt is to be made now; if so, the state is CONNECTING from here on.
     *
     * @param now the instant
     * @return true once for each attempt
     */
    public boolean isAttemptDue(long now) {
        if (state != State.WAITING || now - deadline < 0) {
            return false;
        }
        state = State.CONNECTING;
        deadline = NEVER;
        return true;
    }

    /**
     * The application wants no more: nothing will be due.
     *
     * @param reason for {@link #stopReason()}, unless it had stopped before
     */
    public void stop(String reason) {
        if (state != State.STOPPED) {
            state = State.STOPPED;
            stopReason = reason;
            deadline = NEVER;
        }
    }

    /**
     * Where the client stands.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Why it gave up.
     *
     * @return null unless STOPPED
     */
    public @Nullable String stopReason() {
        return stopReason;
    }

    private void retreat(String cause, long now) {
        attempts++;
        if (attempts >= backoff.maxAttempts()) {
            stop("gave up after " + attempts + " attempts in a row: " + cause);
            return;
        }
        state = State.WAITING;
        deadline = now + delay();
    }

    private long delay() {
        long delay = reconnectionNanos;
        long most = Math.max(reconnectionNanos, backoff.max().toNanos());
        for (int i = 1; i < attempts && delay < most; i++) {
            delay = Math.min(2 * delay, most);
        }
        return delay + (long) (delay * backoff.jitter() * random.nextDouble());
    }

    private static String checkId(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        "Last-Event-ID must not hold CR, LF or NUL: index " + i);
            }
        }
        return id;
    }

    private void check(boolean legal) {
        if (!legal) {
            throw new IllegalStateException("not in state " + state);
        }
    }
}
