package dev.bogie.websocket;

import static dev.bogie.transport.Setting.kib;
import static dev.bogie.transport.Setting.mib;

import dev.bogie.transport.Setting;

import java.time.Duration;
import java.util.List;

/** The limits of a socket, on both sides: all of them, each declared here only. */
public final class WebSocketSettings {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** {@code websocket.max-message}. */
    public static final Setting<Long> MAX_MESSAGE =
            Setting.size(
                    "websocket.max-message",
                    mib(1),
                    1,
                    mib(1024),
                    "bytes of a message that comes, over all its fragments; above it: 1009");

    /** {@code websocket.max-fragments}. */
    public static final Setting<Long> MAX_FRAGMENTS =
            Setting.count(
                    "websocket.max-fragments",
                    1 << 17,
                    1,
                    1 << 30,
                    "frames of a message that comes; above it: 1009");

    /** {@code websocket.max-inbox}. */
    public static final Setting<Long> MAX_INBOX =
            Setting.size(
                    "websocket.max-inbox",
                    kib(256),
                    1,
                    mib(1024),
                    "bytes that wait for a busy listener before no more is read");

    /** {@code websocket.max-inbox-messages}. */
    public static final Setting<Long> MAX_INBOX_MESSAGES =
            Setting.count(
                    "websocket.max-inbox-messages",
                    128,
                    1,
                    1 << 20,
                    "messages that wait for a busy listener before no more is read");

    /** {@code websocket.max-outbox}. */
    public static final Setting<Long> MAX_OUTBOX =
            Setting.size(
                    "websocket.max-outbox",
                    mib(4),
                    1,
                    mib(1024),
                    "bytes that wait to be sent; above it: aborted as a slow reader");

    /** {@code websocket.max-outbox-messages}. */
    public static final Setting<Long> MAX_OUTBOX_MESSAGES =
            Setting.count(
                    "websocket.max-outbox-messages",
                    1024,
                    1,
                    1 << 20,
                    "messages that wait to be sent; above it: aborted as a slow reader");

    /** {@code websocket.stall-timeout}. */
    public static final Setting<Duration> STALL_TIMEOUT =
            Setting.duration(
                    "websocket.stall-timeout",
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    LONGEST,
                    "time that a peer may take none of what waits to be sent; 0: no limit");

    /** {@code websocket.close-timeout}. */
    public static final Setting<Duration> CLOSE_TIMEOUT =
            Setting.duration(
                    "websocket.close-timeout",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    LONGEST,
                    "time that the closing handshake may take");

    /** {@code websocket.assembly-timeout}. */
    public static final Setting<Duration> ASSEMBLY_TIMEOUT =
            Setting.duration(
                    "websocket.assembly-timeout",
                    Duration.ofMinutes(2),
                    Duration.ZERO,
                    LONGEST,
                    "time from the first frame of a message to its last; 0: no limit");

    /** {@code websocket.ping-interval}. */
    public static final Setting<Duration> PING_INTERVAL =
            Setting.duration(
                    "websocket.ping-interval",
                    Duration.ofSeconds(20),
                    Duration.ZERO,
                    LONGEST,
                    "silence after which a ping is sent; 0: none");

    /** {@code websocket.ping-timeout}. */
    public static final Setting<Duration> PING_TIMEOUT =
            Setting.duration(
                    "websocket.ping-timeout",
                    Duration.ofSeconds(20),
                    Duration.ZERO,
                    LONGEST,
                    "time for a sign of life after a ping; 0: no limit");

    /** {@code websocket.drain-time}. */
    public static final Setting<Duration> DRAIN_TIME =
            Setting.duration(
                    "websocket.drain-time",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    LONGEST,
                    "time before the end of a drain at which a socket is closed with 1001; a longer"
                            + " drain lets it go on until then");

    /** All of them. */
    public static final List<Setting<?>> ALL =
            List.of(
                    MAX_MESSAGE,
                    MAX_FRAGMENTS,
                    MAX_INBOX,
                    MAX_INBOX_MESSAGES,
                    MAX_OUTBOX,
                    MAX_OUTBOX_MESSAGES,
                    STALL_TIMEOUT,
                    CLOSE_TIMEOUT,
                    ASSEMBLY_TIMEOUT,
                    PING_INTERVAL,
                    PING_TIMEOUT,
                    DRAIN_TIME);

    private WebSocketSettings() {}
}
