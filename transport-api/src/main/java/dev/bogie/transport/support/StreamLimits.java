package dev.bogie.transport.support;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.time.Duration;
import java.util.List;

/**
 * The limits of one stream, the same on every transport: the one place where they are declared and
 * read.
 *
 * @param maxInput how many unread bytes are kept
 * @param maxExpect how many a handler may {@linkplain dev.bogie.transport.Connection#expect expect}
 * @param highMark pending bytes above which a connection is not writable
 * @param lowMark pending bytes at which it is writable again
 * @param maxPending pending bytes above which it is aborted as a slow reader
 * @param maxTasks tasks that may wait
 * @param maxLoanNanos how long a loan may last; 0 for no limit
 * @param waitNanos how long the streams of a loan wait
 * @param lingerNanos how long a closing connection waits for its peer to go on
 * @param lingerBytes how much input a closing connection discards
 */
public record StreamLimits(
        int maxInput,
        int maxExpect,
        int highMark,
        int lowMark,
        int maxPending,
        int maxTasks,
        long maxLoanNanos,
        long waitNanos,
        long lingerNanos,
        int lingerBytes) {

    private static final long MOST = Setting.mib(1_024);
    private static final Duration DAY = Duration.ofDays(1);

    /** {@code transport.max-input}: 64 KiB unless set. */
    public static final Setting<Long> MAX_INPUT =
            Setting.size(
                    "transport.max-input",
                    Setting.kib(64),
                    1_024,
                    Setting.mib(16),
                    "unread bytes kept for a connection");

    /** {@code transport.max-expect}: 1 MiB unless set. */
    public static final Setting<Long> MAX_EXPECT =
            Setting.size(
                    "transport.max-expect",
                    Setting.mib(1),
                    1_024,
                    MOST,
                    "unread bytes that a handler may ask to be kept together");

    /** {@code transport.high-mark}: 64 KiB unless set. */
    public static final Setting<Long> HIGH_MARK =
            Setting.size(
                    "transport.high-mark",
                    Setting.kib(64),
                    1,
                    MOST,
                    "pending output above which a connection is told to stop writing");

    /** {@code transport.low-mark}: 16 KiB unless set. */
    public static final Setting<Long> LOW_MARK =
            Setting.size(
                    "transport.low-mark",
                    Setting.kib(16),
                    0,
                    MOST,
                    "pending output at which a connection may write again");

    /** {@code transport.max-pending}: 4 MiB unless set. */
    public static final Setting<Long> MAX_PENDING =
            Setting.size(
                    "transport.max-pending",
                    Setting.mib(4),
                    1_024,
                    MOST,
                    "pending output above which a connection is aborted as a slow reader");

    /** {@code transport.max-tasks}: 1,024 unless set. */
    public static final Setting<Long> MAX_TASKS =
            Setting.count(
                    "transport.max-tasks",
                    1_024,
                    1,
                    1 << 20,
                    "tasks that may wait for a connection");

    /** {@code transport.max-loan}: 10 minutes unless set. */
    public static final Setting<Duration> MAX_LOAN =
            Setting.duration(
                    "transport.max-loan",
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    DAY,
                    "time that blocking code may hold a connection; 0 for no limit");

    /** {@code transport.wait-timeout}: 30 seconds unless set. */
    public static final Setting<Duration> WAIT_TIMEOUT =
            Setting.duration(
                    "transport.wait-timeout",
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1),
                    DAY,
                    "time that one read or write of a blocking stream may wait");

    /** {@code transport.linger-time}: 5 seconds unless set. */
    public static final Setting<Duration> LINGER_TIME =
            Setting.duration(
                    "transport.linger-time",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "time that a closing connection waits for its peer to take or end something");

    /** {@code transport.linger-bytes}: 256 KiB unless set. */
    public static final Setting<Long> LINGER_BYTES =
            Setting.size(
                    "transport.linger-bytes",
                    Setting.kib(256),
                    0,
                    MOST,
                    "input that a closing connection discards before it gives up");

    /** All of them, for {@link dev.bogie.transport.Transport#settings}. */
    public static final List<Setting<?>> SETTINGS =
            List.of(
                    MAX_INPUT,
                    MAX_EXPECT,
                    HIGH_MARK,
                    LOW_MARK,
                    MAX_PENDING,
                    MAX_TASKS,
                    MAX_LOAN,
                    WAIT_TIMEOUT,
                    LINGER_TIME,
                    LINGER_BYTES);

    /**
     * Checks that the marks are in order.
     *
     * @throws IllegalArgumentException if {@code lowMark ≤ highMark ≤ maxPending} does not hold
     */
    public StreamLimits {
        if (lowMark > highMark || highMark > maxPending) {
            throw new IllegalArgumentException(
                    LOW_MARK
                            + " "
                            + lowMark
                            + ", "
                            + HIGH_MARK
                            + " "
                            + highMark
                            + " and "
                            + MAX_PENDING
                            + " "
                            + maxPending
                            + " must not decrease in this order");
        }
    }

    /**
     * The limits that settings say.
     *
     * @param settings the settings in force
     * @return the limits
     * @throws IllegalArgumentException if the marks contradict each other
     */
    public static StreamLimits of(Settings settings) {
        return new StreamLimits(
                settings.get(MAX_INPUT).intValue(),
                settings.get(MAX_EXPECT).intValue(),
                settings.get(HIGH_MARK).intValue(),
                settings.get(LOW_MARK).intValue(),
                settings.get(MAX_PENDING).intValue(),
                settings.get(MAX_TASKS).intValue(),
                settings.get(MAX_LOAN).toNanos(),
                settings.get(WAIT_TIMEOUT).toNanos(),
                settings.get(LINGER_TIME).toNanos(),
                settings.get(LINGER_BYTES).intValue());
    }
}
