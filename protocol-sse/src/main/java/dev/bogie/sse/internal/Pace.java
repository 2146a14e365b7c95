package dev.bogie.sse.internal;

import dev.bogie.sse.SseSettings;
import dev.bogie.transport.Settings;

/** When a heartbeat is due, and when a client has taken nothing for too long. */
final class Pace {
    private static final long NEVER = Long.MAX_VALUE;

    private final long heartbeatNanos;
    private final long stallNanos;
    private long lastSent;
    private boolean waiting;
    private long since;
    private long least;

    Pace(Settings settings) {
        this.heartbeatNanos = settings.get(SseSettings.HEARTBEAT).toNanos();
        this.stallNanos = settings.get(SseSettings.STALL_TIMEOUT).toNanos();
    }

    void sent(long now) {
        lastSent = now;
    }

    /** How much the client has not taken; 0 if there is room. */
    void waiting(long pending, long now) {
        if (pending == 0 || stallNanos == 0) {
            waiting = false;
        } else if (!waiting || pending < least) {
            waiting = true;
            since = now;
            least = pending;
        }
    }

    boolean isHeartbeatDue(long now) {
        return heartbeatNanos != 0 && now - lastSent >= heartbeatNanos;
    }

    boolean isStalled(long now) {
        return waiting && now - since >= stallNanos;
    }

    /** While the client takes nothing, there is no use in a heartbeat. */
    long deadline() {
        if (waiting) {
            return since + stallNanos;
        }
        return heartbeatNanos == 0 ? NEVER : lastSent + heartbeatNanos;
    }
}
