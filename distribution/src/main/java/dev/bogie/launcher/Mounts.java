package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.Found;
import dev.bogie.runtime.LimitedStart;
import dev.bogie.runtime.OneLine;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.runtime.Server;
import dev.bogie.runtime.plugin.Activation;
import dev.bogie.runtime.plugin.Place;
import dev.bogie.runtime.plugin.PluginException;
import dev.bogie.runtime.plugin.PluginProblem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The applications of plugins: one named {@code NAME} answers below {@code /NAME/}, and sees paths
 * without that. Thread-safe.
 */
final class Mounts implements Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** Applications that wait for a server, or have one. */
    private final List<Mounted> waiting = new ArrayList<>();

    private @Nullable Server server;
    private volatile Map<String, Mounted> byName = Map.of();

    /** Constructs what a plugin brings, and starts it if there is a server already. */
    @Override
    public Active start(Contribution brought) throws Exception {
        Found<HttpApplication> found = brought.find(HttpApplication.class);
        for (ProviderProblem problem : found.problems()) {
            throw new IllegalStateException(problem.toString());
        }
        Version version = new Version();
        try {
            for (Provider<HttpApplication> provider : found.providers()) {
                String name = checked(provider, version.mounted);
                version.mounted.add(new Mounted(name, provider.service(), brought));
            }
            Server by = serverOrWait(version.mounted);
            if (by != null) {
                version.start(by);
            }
            return version;
        } catch (Exception | Error e) {
            version.close();
            throw e;
        }
    }

    /** The name of an application, which is a part of addresses, and which nobody else has. */
    private String checked(Provider<HttpApplication> provider, List<Mounted> siblings) {
        String name = provider.service().name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw refused(
                    provider,
                    "its application is named '" + name + "', which cannot be part of an address",
                    "name it in at most 64 letters from a to z, digits and dashes");
        }
        Mounted known = byName.get(name);
        String owner = provider.origin().owner();
        if (known != null && !known.owner().equals(owner)) {
            throw refused(
                    provider,
                    "its application '" + name + "' is named as one of " + known.owner(),
                    "rename it, or take the other plugin out");
        }
        if (siblings.stream().anyMatch(each -> each.name().equals(name))) {
            throw refused(
                    provider, "two of its applications are named '" + name + "'", "rename one");
        }
        return name;
    }

    private static PluginException refused(
            Provider<HttpApplication> provider, String what, String cure) {
        return new PluginException(
                new PluginProblem.FailedProvider(Place.of(provider.origin()), what, cure));
    }

    private synchronized @Nullable Server serverOrWait(List<Mounted> mounted) {
        if (server == null) {
            waiting.addAll(mounted);
        }
        return server;
    }

    /**
     * There is a server: starts what came before it. One that fails, or takes too long, is not
     * mounted.
     */
    void serve(Server by, Duration limit) {
        List<Mounted> early;
        synchronized (this) {
            server = by;
            early = List.copyOf(waiting);
            waiting.clear();
        }
        for (Mounted mounted : early) {
            mounted.given(by);
            try {
                HttpApplication.Running made =
                        LimitedStart.run(
                                "bogie-" + mounted.name(),
                                limit,
                                mounted::make,
                                HttpApplication.Running::close);
                if (mounted.enter(made)) {
                    mounted.announce();
                } else {
                    new EndNotice(limit).tell(Map.of(mounted.toString(), made::close));
                }
            } catch (ExecutionException | TimeoutException e) {
                mounted.withdraw();
                LOG.warn(
                        "{}: {} does not start: {}",
                        mounted.owner(),
                        mounted.name(),
                        why(e, limit));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String why(Exception e, Duration limit) {
        return e.getCause() == null
                ? "not within " + limit.toMillis() + " ms, last seen at " + e.getMessage()
                : OneLine.of(e.getCause());
    }

    /** The main application, and those of plugins below their names. */
    HttpHandler beside(HttpHandler main) {
        return new Switch(main);
    }

    /** What tells each of them that the server lets what is open come to an end. */
    Map<String, Runnable> draining(Duration grace) {
        return words(mounted -> mounted.draining(grace));
    }

    /** What tells each of them that the server has ended. */
    Map<String, Runnable> close() {
        return words(Mounted::close);
    }

    private Map<String, Runnable> words(Consumer<Mounted> word) {
        Map<String, Runnable> words = new LinkedHashMap<>();
        byName.values().forEach(each -> words.put(each.toString(), () -> word.accept(each)));
        return words;
    }

    private synchronized void change(List<Mounted> out, List<Mounted> in) {
        Map<String, Mounted> changed = new LinkedHashMap<>(byName);
        changed.values().removeAll(out);
        in.forEach(mounted -> changed.put(mounted.name(), mounted));
        waiting.removeAll(out);
        byName = changed;
    }

    /** What one version of a plugin brought. */
    private final class Version implements Activation.Active {
        private final List<Mounted> mounted = new ArrayList<>();

        void start(Server by) throws Exception {
            for (Mounted each : mounted) {
                each.given(by);
                HttpApplication.Running made = each.make();
                if (!each.enter(made)) {
                    made.close();
                }
            }
        }

        @Override
        public void enter() {
            change(List.of(), mounted);
            mounted.stream().filter(Mounted::isStarted).forEach(Mounted::announce);
        }

        @Override
        public void leave() {
            change(mounted, List.of());
            each(Mounted::withdraw);
        }

        @Override
        public void draining(Duration grace) {
            each(m -> m.draining(grace));
        }

        @Override
        public boolean isBusy() {
            return mounted.stream().anyMatch(Mounted::isBusy);
        }

        @Override
        public void abort(String reason) {
            each(m -> m.abort(reason));
        }

        @Override
        public void close() {
            each(Mounted::close);
        }

        /** One that fails is no reason to pass over the others. */
        private void each(Consumer<Mounted> word) {
            for (Mounted one : mounted) {
                try {
                    word.accept(one);
                } catch (RuntimeException | Error e) { // a plugin's own mistake
                    LOG.warn("{} failed as it was to end: {}", one, OneLine.of(e));
                }
            }
        }
    }

    private final class Switch implements HttpHandler {
        private final HttpHandler main;

        Switch(HttpHandler main) {
            this.main = main;
        }

        @Override
        public boolean mayBlock(Request request) {
            Mounted mounted = mounted(request);
            return mounted == null ? main.mayBlock(request) : mounted.mayBlock(request);
        }

        @Override
        public Response handle(Request request) throws Exception {
            Mounted mounted = mounted(request);
            return mounted == null ? main.handle(request) : mounted.handle(request);
        }

        private @Nullable Mounted mounted(Request request) {
            Map<String, Mounted> known = byName;
            if (known.isEmpty()) {
                return null;
            }
            String path = request.path();
            if (!path.startsWith("/")) {
                return null;
            }
            int end = path.indexOf('/', 1);
            return known.get(path.substring(1, end < 0 ? path.length() : end));
        }
    }
}
