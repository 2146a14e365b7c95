package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Found;
import dev.bogie.runtime.NearestName;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The applications that are installed, by name. */
final class Applications {
    private final Map<String, Provider<HttpApplication>> byName = new TreeMap<>();
    private final List<ProviderProblem> problems;

    private Applications(List<ProviderProblem> problems) {
        this.problems = new ArrayList<>(problems);
    }

    /** Those that this registry finds; two of one name are an error that names both. */
    static Applications in(Registry registry) {
        Found<HttpApplication> found = registry.find(HttpApplication.class);
        Applications applications = new Applications(found.problems());
        for (Provider<HttpApplication> provider : found.providers()) {
            String name;
            try {
                name = Objects.requireNonNull(provider.service().name(), "it has no name");
            } catch (RuntimeException | LinkageError e) {
                applications.problems.add(
                        new ProviderProblem(HttpApplication.class, provider.origin(), e));
                continue;
            }
            Provider<HttpApplication> other = applications.byName.putIfAbsent(name, provider);
            if (other != null) {
                throw new ConfigurationException(
                        "two applications are named '"
                                + name
                                + "': "
                                + other.origin()
                                + " and "
                                + provider.origin()
                                + "; remove one of them");
            }
        }
        return applications;
    }

    /** All settings, those of applications too. */
    static SettingsCatalogue settings(Registry registry) {
        SettingsCatalogue catalogue = registry.settings();
        for (var application : in(registry).byName.entrySet()) {
            catalogue =
                    catalogue.with(
                            application.getKey(), application.getValue().service().settings());
        }
        return catalogue;
    }

    HttpApplication named(String name) {
        Provider<HttpApplication> provider = byName.get(name);
        if (provider != null) {
            return provider.service();
        }
        StringBuilder message =
                new StringBuilder("there is no application '" + name + "' in this image")
                        .append(NearestName.question(name, byName.keySet()))
                        .append("; installed: ")
                        .append(byName.isEmpty() ? "none" : String.join(", ", byName.keySet()));
        problems.forEach(p -> message.append("; ").append(p));
        throw new ConfigurationException(message.toString());
    }

    List<Provider<HttpApplication>> all() {
        return List.copyOf(byName.values());
    }

    List<ProviderProblem> problems() {
        return List.copyOf(problems);
    }
}
