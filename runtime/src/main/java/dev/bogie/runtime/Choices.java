package dev.bogie.runtime;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a builder of a server or of a client was told about the side of the transport. */
final class Choices {
    private @Nullable Registry registry;
    private @Nullable String transport;
    private Settings settings = Settings.defaults();
    private final List<UnaryOperator<Settings>> changes = new ArrayList<>();
    private final List<String> layers = new ArrayList<>();

    void registry(Registry registry) {
        this.registry = registry;
    }

    void transport(String name) {
        this.transport = name;
    }

    void settings(Settings settings) {
        this.settings = settings;
    }

    <T> void set(Setting<T> setting, T value) {
        settings.with(setting, value); // to fail here, where it was written
        changes.add(s -> s.with(setting, value));
    }

    void set(String name, String value) {
        changes.add(s -> registry().settings().set(s, name, value));
    }

    void layer(String name) {
        layers.add(name);
    }

    Registry registry() {
        Registry known = registry;
        if (known == null) {
            known = Registry.installed();
            registry = known;
        }
        return known;
    }

    @Nullable String transport() {
        return transport;
    }

    Settings settings() {
        Settings result = settings;
        for (UnaryOperator<Settings> change : changes) {
            result = change.apply(result);
        }
        return result;
    }

    List<String> layers() {
        return List.copyOf(layers);
    }
}
