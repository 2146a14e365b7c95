package dev.bogie.websocket.machine;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Finds out whether the peer still lives (RFC 6455 §5.5.2, §5.5.3): after a while of silence a Ping
 * is due; if neither its Pong nor anything else comes in time, the peer is dead.
 *
 * <p>Any byte from the peer puts both off. This is more lenient than waiting for the Pong alone,
 * because a Pong can't overtake: on a slow line it stands behind the frame that is being sent, and
 * ending the connection would punish the peer for talking. A Pong answers the Ping whose payload it
 * has and all Pings before it (§5.5.3 lets a peer answer only the latest); one with another payload
 * is unsolicited and counts as any byte.
 *
 * <p>Times run from when a Ping is due, not from when it is written: a peer that has stopped
 * reading, so that nothing can be written, is dead too.
 */
public final class KeepAlive {
    /** More Pings than this are never under way; the array is all that a connection pays. */
    private static final int MOST = 4;

    private static final int PAYLOAD = Long.BYTES;

    private Duration interval;
    private Duration timeout;
    private long lastSign;
    private long lastPing;
    private boolean pinged;
    private boolean paused;
    private long oldest;
    private long next;
    private final long[] since = new long[MOST];
    private long roundTrip = -1;

    /**
     * Begins to watch.
     *
     * @param interval of silence before a Ping; zero: no Pings
     * @param timeout for a sign of life after a Ping; zero: Pings are sent, nothing follows
     * @param now the instant
     */
    public KeepAlive(Duration interval, Duration timeout, long now) {
        this.interval = interval;
        this.timeout = timeout;
        this.lastSign = now;
    }

    /**
     * Changes the durations; counting starts anew.
     *
     * @param newInterval as in the constructor
     * @param newTimeout as in the constructor
     * @param now the instant
     */
    public void configure(Duration newInterval, Duration newTimeout, long now) {
        Timeouts.check("interval", newInterval);
        Timeouts.check("timeout", newTimeout);
        interval = newInterval;
        timeout = newTimeout;
        restart(now);
    }

    /**
     * Bytes came from the peer.
     *
     * @param now the instant
     */
    public void received(long now) {
        lastSign = now;
    }

    /**
     * A Pong came.
     *
     * @param payload not consumed
     * @param now the instant
     */
    public void pong(ByteBuffer payload, long now) {
        if (payload.remaining() != PAYLOAD) {
            return;
        }
        long id = 0;
        for (int i = 0; i < PAYLOAD; i++) {
            id = id << 8 | (payload.get(payload.position() + i) & 0xFF);
        }
        if (id >= oldest && id < next) {
            roundTrip = now - since[(int) (id % MOST)];
            oldest = id + 1;
        }
    }

    /** The driver stops reading for a while: silence means nothing until {@link #resumed}. */
    public void paused() {
        paused = true;
    }

    /**
     * The driver reads again; counting starts anew.
     *
     * @param now the instant
     */
    public void resumed(long now) {
        paused = false;
        restart(now);
    }

    /**
     * When {@link #isDead} or {@link #isPingDue} is to be asked.
     *
     * @return the instant, or {@link Timeouts#NEVER}
     */
    public long deadline() {
        return Timeouts.earlier(pingAt(), deadAt());
    }

    /**
     * Whether the peer gave no sign of life in time.
     *
     * @param now the instant
     * @return true: the connection is lost
     */
    public boolean isDead(long now) {
        return Timeouts.isDue(deadAt(), now);
    }

    /**
     * Whether a Ping should be sent.
     *
     * @param now the instant
     * @return true until {@link #ping}
     */
    public boolean isPingDue(long now) {
        return Timeouts.isDue(pingAt(), now);
    }

    /**
     * Starts a Ping.
     *
     * @param now the instant
     * @return its payload
     */
    public ByteBuffer ping(long now) {
        since[(int) (next % MOST)] = now;
        pinged = true;
        lastPing = now;
        return ByteBuffer.allocate(PAYLOAD).putLong(next++).flip();
    }

    /**
     * How long the last Ping that was answered took.
     *
     * @return nanoseconds, or -1 if none was
     */
    public long roundTripNanos() {
        return roundTrip;
    }

    private void restart(long now) {
        lastSign = now;
        pinged = false;
        oldest = next;
    }

    private long pingAt() {
        if (paused || next - oldest == MOST) {
            return Timeouts.NEVER;
        }
        long quietSince = pinged && lastPing - lastSign > 0 ? lastPing : lastSign;
        return Timeouts.after(quietSince, interval);
    }

    private long deadAt() {
        if (paused || next == oldest) {
            return Timeouts.NEVER;
        }
        long asked = since[(int) (oldest % MOST)];
        return Timeouts.after(lastSign - asked > 0 ? lastSign : asked, timeout);
    }
}
