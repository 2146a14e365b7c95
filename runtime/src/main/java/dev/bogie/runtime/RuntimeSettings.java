package dev.bogie.runtime;

import dev.bogie.transport.Setting;

import java.time.Duration;
import java.util.List;

/** The settings of this module. */
final class RuntimeSettings {
    /** How long {@link Server#close} and {@link Client#close} wait. */
    static final Setting<Duration> DRAIN_TIME =
            Setting.duration(
                    "runtime.drain-time",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "time that open connections have to end when a server or client closes");

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

    static final List<Setting<?>> ALL = List.of(DRAIN_TIME, SNIFF_TIME, FREE_CHUNKS);

    private RuntimeSettings() {}
}
