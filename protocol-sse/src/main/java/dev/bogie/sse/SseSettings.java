package dev.bogie.sse;

import static dev.bogie.transport.Setting.mib;

import dev.bogie.transport.Setting;

import java.time.Duration;
import java.util.List;

/** The limits of the event streams that a server sends: all of them, each declared here only. */
public final class SseSettings {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** {@code sse.heartbeat}. */
    public static final Setting<Duration> HEARTBEAT =
            Setting.duration(
                    "sse.heartbeat",
                    Duration.ofSeconds(15),
                    Duration.ZERO,
                    LONGEST,
                    "silence after which a comment is sent, so that a client that left is noticed;"
                            + " 0: none");

    /** {@code sse.stall-timeout}. */
    public static final Setting<Duration> STALL_TIMEOUT =
            Setting.duration(
                    "sse.stall-timeout",
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    LONGEST,
                    "time that a client may take none of what waits to be sent; 0: no limit");

    /** {@code sse.max-queue}. */
    public static final Setting<Long> MAX_QUEUE =
            Setting.size(
                    "sse.max-queue",
                    mib(1),
                    1,
                    mib(1024),
                    "bytes that wait to be sent to a client; above it: aborted as a slow reader");

    /** {@code sse.max-queued-events}. */
    public static final Setting<Long> MAX_QUEUED_EVENTS =
            Setting.count(
                    "sse.max-queued-events",
                    1024,
                    1,
                    1 << 20,
                    "events that wait to be sent to a client; above it: aborted as a slow reader");

    /** {@code sse.drain-time}. */
    public static final Setting<Duration> DRAIN_TIME =
            Setting.duration(
                    "sse.drain-time",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    LONGEST,
                    "time before the end of a drain at which a stream ends; a longer drain lets it"
                            + " go on until then");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(HEARTBEAT, STALL_TIMEOUT, MAX_QUEUE, MAX_QUEUED_EVENTS, DRAIN_TIME);

    private SseSettings() {}
}
