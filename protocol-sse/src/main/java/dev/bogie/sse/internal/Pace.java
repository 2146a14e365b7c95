package dev.bogie.sse.internal;

import dev.bogie.sse.SseSettings;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.StallClock;

/** When a heartbeat is due, when a client has taken nothing for too long, and when to leave it. */
final class Pace {
    private static final long NEVER = Long.MAX_VALUE;

    private final long heartbeatNanos;
    private final StallClock stall;
    private final long drainNanos;
    private long leaveAt = NEVER;
    private long lastSent;

    Pace(Settings settings) {
        this.heartbeatNanos = settings.get(SseSettings.HEARTBEAT).toNanos();
        this.stall = new StallClock(settings.get(SseSettings.STALL_TIMEOUT));
        this.drainNanos = settings.get(SseSettings.DRAIN_TIME).toNanos();
    }

    void sent(long now) {
        lastSent = now;
    }

    /** How much the client has not taken; 0 if there is room. */
    void waiting(long pending, long now) {
        stall.waiting(pending, now);
    }

    /** What is open at that time will be aborted. */
    void draining(long until) {
        leaveAt = until - drainNanos;
    }

    void left() {
        leaveAt = NEVER;
    }

    boolean isTimeToLeave(long now) {
        return leaveAt != NEVER && now - leaveAt >= 0;
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
            return Math.min(leaveAt, stall.deadline());
        }
        return heartbeatNanos == 0 ? leaveAt : Math.min(leaveAt, lastSent + heartbeatNanos);
    }
}
