package dev.bogie.transport;

import java.util.HashMap;
import java.util.Map;

/**
 * Values of {@link Setting}s, immutable: what was set, and for all else the default. Reading one is
 * a look-up in a map; who reads it often keeps the value.
 */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(Map.of());

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /**
     * Nothing set.
     *
     * @return settings in which each has its default
     */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /**
     * The value of a setting.
     *
     * @param setting which
     * @param <T> its type
     * @return what was set, or the default
     */
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        if (value == null) {
            return setting.fallback();
        }
        @SuppressWarnings("unchecked") // put by with(), which checks it against the same setting
        T typed = (T) value;
        return typed;
    }

    /**
     * The same with one setting changed.
     *
     * @param setting which
     * @param value its value
     * @param <T> its type
     * @return new settings
     * @throws IllegalArgumentException if the value is out of range
     */
    public <T> Settings with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> changed = new HashMap<>(values);
        changed.put(setting, setting.read(setting.write(value)));
        return new Settings(Map.copyOf(changed));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
