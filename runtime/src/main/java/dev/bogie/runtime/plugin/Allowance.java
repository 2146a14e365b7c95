package dev.bogie.runtime.plugin;

import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;

/**
 * How much memory the jars of one plugin may take, all together: what they unpack to, counted as it
 * is read whatever their directories say, and how many entries they have. Not thread-safe.
 */
final class Allowance {
    /** Of the heap, which must also hold what is packed, the version before, and all else. */
    private static final int SHARE = 4;

    private final long mostBytes;
    private final long mostEntries;
    private final String cure;
    private long bytes;
    private long entries;

    private Allowance(long mostBytes, long mostEntries, String cure) {
        this.mostBytes = mostBytes;
        this.mostEntries = mostEntries;
        this.cure = cure;
    }

    /** That of one plugin. */
    static Allowance of(Settings settings) {
        return of(settings, Runtime.getRuntime().maxMemory());
    }

    /** The same on a heap of that size. */
    static Allowance of(Settings settings, long heap) {
        long asked = settings.get(RuntimeSettings.PLUGIN_MAX_SIZE);
        long share = heap / SHARE;
        long entries = settings.get(RuntimeSettings.PLUGIN_MAX_ENTRIES);
        return asked <= share
                ? new Allowance(asked, entries, "raise " + RuntimeSettings.PLUGIN_MAX_SIZE.name())
                : new Allowance(share, entries, "give Java a heap of four times as much, by -Xmx");
    }

    /** How many bytes more would be too many. */
    int tooMany() {
        return (int) Math.min(mostBytes - bytes + 1, Integer.MAX_VALUE - 8);
    }

    /**
     * Counts what was read.
     *
     * @param place the jar that it was read from
     * @throws PluginException if it is too much
     */
    void read(Place place, long count) {
        bytes += count;
        if (bytes > mostBytes) {
            throw new PluginException(
                    new PluginProblem.TooLarge(
                            place,
                            "with what the plugin has else it unpacks to more than "
                                    + RuntimeSettings.PLUGIN_MAX_SIZE.write(mostBytes),
                            cure));
        }
    }

    /**
     * Counts an entry, and its name.
     *
     * @param place the jar that it was read from
     * @throws PluginException if it is one too many
     */
    void entry(Place place, String name) {
        entries++;
        if (entries > mostEntries) {
            throw new PluginException(
                    new PluginProblem.TooLarge(
                            place,
                            "with what the plugin has else it holds more than "
                                    + mostEntries
                                    + " entries",
                            "raise " + RuntimeSettings.PLUGIN_MAX_ENTRIES.name()));
        }
        read(place, name.length());
    }
}
