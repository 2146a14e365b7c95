package dev.bogie.runtime;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Every setting that a {@link Registry} knows, by name. Immutable: made anew when the registry has
 * changed.
 */
public final class SettingsCatalogue {
    private static final String OWN = "runtime";
    private static final String UNKNOWN =
            "; one of a plugin is known if that is there at the start";

    private final Map<String, Entry> entries;

    /**
     * A setting and who reads it.
     *
     * @param setting the setting
     * @param readers the names of those that list it: transports, protocols, layers and others, in
     *     alphabetical order
     */
    public record Entry(Setting<?> setting, List<String> readers) {
        /** {@return the default, as a user writes it} */
        public String fallback() {
            return fallbackOf(setting);
        }

        private static <T> String fallbackOf(Setting<T> setting) {
            return setting.write(setting.fallback());
        }
    }

    private SettingsCatalogue(Map<String, Entry> entries) {
        this.entries = entries;
    }

    static SettingsCatalogue of(Snapshot snapshot) {
        Map<String, Entry> entries = new TreeMap<>();
        RuntimeSettings.ALL.forEach(s -> add(entries, s, OWN));
        snapshot.transports().forEach(t -> t.service().settings().forEach(add(entries, t)));
        snapshot.protocols().forEach(p -> p.service().settings().forEach(add(entries, p)));
        snapshot.layers().forEach(l -> l.service().settings().forEach(add(entries, l)));
        return new SettingsCatalogue(entries);
    }

    private static Consumer<Setting<?>> add(Map<String, Entry> entries, Provider<?> reader) {
        return setting -> add(entries, setting, reader.name());
    }

    private static void add(Map<String, Entry> entries, Setting<?> setting, String reader) {
        Entry known = entries.get(setting.name());
        if (known == null) {
            entries.put(setting.name(), new Entry(setting, List.of(reader)));
            return;
        }
        if (!known.setting().equals(setting)) {
            throw new ConfigurationException(
                    "two settings are named '"
                            + setting.name()
                            + "': one of "
                            + String.join(", ", known.readers())
                            + ", another of "
                            + reader
                            + "; remove one of these");
        }
        List<String> readers = new ArrayList<>(known.readers());
        if (!readers.contains(reader)) {
            readers.add(reader);
        }
        entries.put(setting.name(), new Entry(setting, readers.stream().sorted().toList()));
    }

    /**
     * All settings.
     *
     * @return in alphabetical order of their names
     */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * This catalogue and more settings: those of what is found as a service but is no transport,
     * protocol or layer, such as an application.
     *
     * @param reader who reads them
     * @param settings what it reads
     * @return a new catalogue
     * @throws ConfigurationException if one clashes with another of its name
     */
    public SettingsCatalogue with(String reader, List<Setting<?>> settings) {
        Map<String, Entry> more = new TreeMap<>(entries);
        settings.forEach(setting -> add(more, setting, reader));
        return new SettingsCatalogue(more);
    }

    /**
     * Reads settings as a user writes them.
     *
     * @param texts each {@code NAME=VALUE}; of two for one name the later counts
     * @return the settings, and defaults for all else
     * @throws ConfigurationException if a name is unknown, with the nearest one; if a value is
     *     malformed or out of range, with the range
     */
    public Settings read(List<String> texts) {
        Settings settings = Settings.defaults();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException(
                        "'" + text + "' is not a setting; write it as NAME=VALUE");
            }
            settings =
                    set(
                            settings,
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip());
        }
        return settings;
    }

    /**
     * Changes one setting.
     *
     * @param settings what to change
     * @param name the setting's name
     * @param value its value, as a user writes it
     * @return the changed settings
     * @throws ConfigurationException if the name is unknown, the value malformed or out of range
     */
    public Settings set(Settings settings, String name, String value) {
        Entry entry = entries.get(name);
        if (entry == null) {
            String question = NearestName.question(name, entries.keySet());
            throw new ConfigurationException(
                    "there is no setting '"
                            + name
                            + "'"
                            + (question.isEmpty() ? UNKNOWN : question));
        }
        return with(settings, entry.setting(), value);
    }

    private static <T> Settings with(Settings settings, Setting<T> setting, String value) {
        try {
            return settings.with(setting, setting.read(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    e.getMessage() + " (" + setting.text() + ": " + setting.range() + ")", e);
        }
    }
}
