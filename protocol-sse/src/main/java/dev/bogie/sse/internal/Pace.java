package dev.bogie.sse.internal;

import dev.bogie.sse.SseSettings;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.StallClock;

/** When a heartbeat is due, and when a client has taken nothing for too long. */
final class Pace {
    private static final long NEVER = Long.MAX_VALUE;

    private final long heartbeatNanos;
    private final StallClock stall;
    private long lastSent;

    Pace(Settings settings) {
        this.heartbeatNanos = settings.get(SseSettings.HEARTBEAT).toNanos();
        this.stall = new StallClock(settings.get(SseSettings.STALL_TIMEOUT));
    }

    void sent(long now) {
        lastSent = now;
    }

    /** How much the client has not taken; 0 if there is room. */
    void waiting(long pending, long now) {
        stall.waiting(pending, now);
    }

    boolean isHeartbeatDue(long now) {
        return heartbeatNanos != 0 && now - lastSent >= heartbeatNanos;
    }

    boolean isStalled(long now) {
        return stall.isStalled(now);
    }

    /** While the client takes nothing, there is no use in a heartbeat. */
    long deadline() {
        if (stall.isRunning()) {
            return stall.deadline();
        }
        return heartbeatNanos == 0 ? NEVER : lastSent + heartbeatNanos;
    }
}
