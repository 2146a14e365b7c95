package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Found;
import dev.bogie.runtime.NearestName;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;
import dev.bogie.transport.Setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The applications that are installed, by name, and what can be set. */
final class Applications {
    private final Map<String, Provider<HttpApplication>> byName = new TreeMap<>();
    private final List<ProviderProblem> problems;

    private SettingsCatalogue catalogue;

    private Applications(SettingsCatalogue catalogue, List<ProviderProblem> problems) {
        this.catalogue = catalogue;
        this.problems = new ArrayList<>(problems);
    }

    /**
     * Those that this registry finds. Two of one name are an error that names both; one of a plugin
     * that has a name or a setting of another's, or does not answer, is skipped: a server is not to
     * fail for it.
     */
    static Applications in(Registry registry) {
        Found<HttpApplication> found = registry.find(HttpApplication.class);
        Applications applications = new Applications(registry.settings(), found.problems());
        found.providers().forEach(applications::add);
        return applications;
    }

    private void add(Provider<HttpApplication> provider) {
        HttpApplication application = provider.service();
        try {
            String name = Objects.requireNonNull(application.name(), "it has no name");
            List<Setting<?>> settings = List.copyOf(application.settings());
            Provider<HttpApplication> other = byName.get(name);
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
            catalogue = catalogue.with(name, settings);
            byName.put(name, provider);
        } catch (RuntimeException | Error e) { // whatever it is, the others are there
            String owner = provider.origin().owner();
            boolean isOfAPlugin =
                    !owner.equals(Registry.INSTALLED) && !owner.equals(Registry.GIVEN);
            if (e instanceof ConfigurationException && !isOfAPlugin) {
                throw e;
            }
            problems.add(new ProviderProblem(HttpApplication.class, provider.origin(), e));
        }
    }

    /** All settings, those of applications too. */
    static SettingsCatalogue settings(Registry registry) {
        return in(registry).catalogue;
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
