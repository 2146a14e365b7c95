package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Found;
import dev.bogie.runtime.NearestName;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.runtime.Registry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The applications that are installed, by name. */
final class Applications {
    private final Map<String, Provider<HttpApplication>> byName = new TreeMap<>();
    private final List<ProviderProblem> problems;

    private Applications(List<ProviderProblem> problems) {
        this.problems = problems;
    }

    /** Those that this registry finds; two of one name are an error that names both. */
    static Applications in(Registry registry) {
        Found<HttpApplication> found = registry.find(HttpApplication.class);
        Applications applications = new Applications(found.problems());
        for (Provider<HttpApplication> provider : found.providers()) {
            String name = provider.service().name();
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
        return problems;
    }
}
