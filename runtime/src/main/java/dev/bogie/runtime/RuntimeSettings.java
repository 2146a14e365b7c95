package dev.bogie.runtime;

import dev.bogie.transport.Setting;

import java.time.Duration;
import java.util.List;

/** The settings of this module. */
public final class RuntimeSettings {
    /** How long {@link Server#close} and {@link Client#close} wait, and what plugins drain in. */
    public static final Setting<Duration> DRAIN_TIME =
            Setting.duration(
                    "runtime.drain-time",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "time that open connections have to end when a server or client closes");

    /** How long a swap leaves to what is open on the transport before. */
    static final Setting<Duration> SWAP_TIME =
            Setting.duration(
                    "runtime.swap-time",
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    Duration.ofHours(24),
                    "time that open connections have to end on the transport that a swap left");

    /** How long a newcomer may take to show which of several protocols it speaks. */
    static final Setting<Duration> SNIFF_TIME =
            Setting.duration(
                    "runtime.sniff-time",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "time from accept in which one of several protocols must be recognised");

    /** How much memory is kept for reuse. */
    static final Setting<Long> FREE_CHUNKS =
            Setting.count(
                    "runtime.free-chunks",
                    1_024,
                    4,
                    1 << 20,
                    "buffers of 16 KiB that a server keeps for reuse");

    /** How long the constructors of a plugin, and the start of what it brings, may take. */
    public static final Setting<Duration> PLUGIN_START_TIME =
            Setting.duration(
                    "runtime.plugin-start-time",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "time in which a plugin must have started");

    /** How often the directory of plugins is looked at. */
    public static final Setting<Duration> PLUGIN_SCAN_TIME =
            Setting.duration(
                    "runtime.plugin-scan-time",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofHours(1),
                    "time between two looks at the plugins; what two find alike has settled");

    /** How much memory the jars of a plugin may take, all of them together. */
    public static final Setting<Long> PLUGIN_MAX_SIZE =
            Setting.size(
                    "runtime.plugin-max-size",
                    Setting.mib(256),
                    Setting.kib(1),
                    Setting.mib(1_024),
                    "bytes of all jars of a plugin, unpacked; never more than a quarter of the"
                            + " heap");

    /** How many entries the jars of a plugin may have, all of them together. */
    public static final Setting<Long> PLUGIN_MAX_ENTRIES =
            Setting.count(
                    "runtime.plugin-max-entries",
                    100_000,
                    1,
                    10_000_000,
                    "entries of all jars of a plugin");

    static final List<Setting<?>> ALL =
            List.of(
                    DRAIN_TIME,
                    SWAP_TIME,
                    SNIFF_TIME,
                    FREE_CHUNKS,
                    PLUGIN_START_TIME,
                    PLUGIN_SCAN_TIME,
                    PLUGIN_MAX_SIZE,
                    PLUGIN_MAX_ENTRIES);

    private RuntimeSettings() {}
}
