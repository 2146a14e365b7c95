package dev.bogie.runtime.plugin;

import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.LimitedStart;
import dev.bogie.runtime.OneLine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A version of a plugin that is loaded. Whoever keeps one keeps its classes in memory.
 *
 * @param place its name, and its jar or directory
 * @param modules its modules
 * @param layer their layer
 * @param contribution what they bring
 * @param actives what was made ready
 */
record LoadedPlugin(
        Place place,
        List<MemoryModule> modules,
        ModuleLayer layer,
        Contribution contribution,
        List<Activation.Active> actives) {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

    String name() {
        return place.plugin();
    }

    /** The names of its modules. */
    Set<String> names() {
        return modules.stream().map(MemoryModule::name).collect(Collectors.toSet());
    }

    /** The names of its modules with their versions. */
    List<String> versions() {
        return modules.stream().map(m -> m.descriptor().toNameAndVersion()).toList();
    }

    boolean hasOneOf(Set<String> names) {
        return modules.stream().anyMatch(m -> names.contains(m.name()));
    }

    Path fileOf(String module) {
        return modules.stream()
                .filter(m -> m.name().equals(module))
                .map(MemoryModule::file)
                .findFirst()
                .orElse(place.file());
    }

    Plugin status(Plugin.State state) {
        return new Plugin(
                name(),
                modules.stream().map(MemoryModule::file).toList(),
                versions(),
                state,
                contribution.connections());
    }

    /** Tells all that was made ready; one that fails does not keep it from the others. */
    void tell(Consumer<Activation.Active> word) {
        for (Activation.Active active : actives) {
            try {
                word.accept(active);
            } catch (RuntimeException | Error e) { // a plugin's own mistake
                LOG.warn("plugin {}: {}", name(), OneLine.of(e));
            }
        }
    }

    /** The same for words that a plugin may be slow to take: each on a thread of its own. */
    void tell(Duration limit, Consumer<Activation.Active> word) {
        for (Activation.Active active : actives) {
            try {
                var unused =
                        LimitedStart.run(
                                "bogie-plugin-" + name(),
                                limit,
                                () -> {
                                    word.accept(active);
                                    return active;
                                },
                                late -> {});
            } catch (ExecutionException e) {
                LOG.warn("plugin {}: {}", name(), OneLine.of(Objects.requireNonNull(e.getCause())));
            } catch (TimeoutException e) {
                LOG.warn(
                        "plugin {}: does not return as it ends, last seen at {}",
                        name(),
                        e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether something of it is still in progress; what fails to say so is not waited for. */
    boolean isBusy() {
        return contribution.connections() > 0 || actives.stream().anyMatch(this::isBusy);
    }

    private boolean isBusy(Activation.Active active) {
        try {
            return active.isBusy();
        } catch (RuntimeException | Error e) {
            LOG.warn("plugin {}: {}", name(), OneLine.of(e));
            return false;
        }
    }
}
