package dev.bogie.runtime;

import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads the providers that one owner brings, from a class loader or a module layer. One that fails
 * becomes a {@link ProviderProblem}; the others are loaded.
 */
final class ProviderLoader {
    /** How often in a row the search itself may fail before it is given up. */
    private static final int MOST_FAILURES = 100;

    private final String owner;
    private final Source source;

    /** Where providers are searched for. */
    interface Source {
        /**
         * Begins a search.
         *
         * @param service what for; the module of this class uses it already
         */
        <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service);
    }

    ProviderLoader(String owner, Source source) {
        this.owner = owner;
        this.source = source;
    }

    /** All that a class loader sees: its module layers, their parents, and the class path. */
    private static ProviderLoader of(String owner, ClassLoader loader) {
        return new ProviderLoader(
                owner,
                new Source() {
                    @Override
                    public <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service) {
                        return ServiceLoader.load(service, loader).stream().iterator();
                    }
                });
    }

    /**
     * All that is beside this module. Without a class path these are the modules that Java was
     * started with: a class loader would look for a file in each of them all the same, once for
     * each service, and that is a good part of a start.
     */
    static ProviderLoader installed(String owner) {
        ClassLoader loader = ProviderLoader.class.getClassLoader();
        if (ProviderLoader.class.getModule().getLayer() != ModuleLayer.boot()
                || !System.getProperty("java.class.path", "").isEmpty()) {
            return of(owner, loader);
        }
        return new ProviderLoader(
                owner,
                new Source() {
                    @Override
                    public <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service) {
                        return ServiceLoader.load(ModuleLayer.boot(), service).stream().iterator();
                    }
                });
    }

    /** What the modules of a layer provide: the layer's own, not its parents'. */
    static ProviderLoader of(String owner, ModuleLayer layer) {
        return new ProviderLoader(
                owner,
                new Source() {
                    @Override
                    public <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service) {
                        return new First<>(
                                own(layer, service),
                                ServiceLoader.load(layer, service).stream().iterator());
                    }
                });
    }

    /** How many providers a layer's own modules declare; a search comes to these first. */
    private static long own(ModuleLayer layer, Class<?> service) {
        return layer.modules().stream()
                // The search passes over a module that knows another class of the same name.
                .filter(module -> module.canRead(service.getModule()))
                .flatMap(module -> module.getDescriptor().provides().stream())
                .filter(provides -> provides.service().equals(service.getName()))
                .mapToLong(provides -> provides.providers().size())
                .sum();
    }

    /** The first so many of a search, a failure counted as one. */
    private static final class First<T> implements Iterator<T> {
        private final Iterator<T> search;
        private long left;

        First(long count, Iterator<T> search) {
            this.left = count;
            this.search = search;
        }

        @Override
        public boolean hasNext() {
            if (left == 0) {
                return false;
            }
            try {
                return search.hasNext();
            } catch (ServiceConfigurationError | LinkageError e) {
                left--;
                throw e;
            }
        }

        @Override
        public T next() {
            left--;
            return search.next();
        }
    }

    /** Providers that exist already. */
    static ProviderLoader of(String owner, List<?> services) {
        return new ProviderLoader(
                owner,
                new Source() {
                    @Override
                    public <S> Iterator<ServiceLoader.Provider<S>> search(Class<S> service) {
                        return services.stream()
                                .filter(service::isInstance)
                                .map(service::cast)
                                .<ServiceLoader.Provider<S>>map(Given::new)
                                .iterator();
                    }
                });
    }

    String owner() {
        return owner;
    }

    <S> Found<S> load(Class<S> service) {
        ProviderLoader.class.getModule().addUses(service);
        List<Provider<S>> providers = new ArrayList<>();
        List<ProviderProblem> problems = new ArrayList<>();
        Iterator<ServiceLoader.Provider<S>> search = source.search(service);
        int failures = 0;
        while (failures < MOST_FAILURES) {
            ServiceLoader.Provider<S> found;
            try {
                if (!search.hasNext()) {
                    break;
                }
                found = search.next();
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add(new ProviderProblem(service, null, e));
                failures++;
                continue;
            }
            failures = 0;
            construct(service, found, providers, problems);
        }
        return new Found<>(List.copyOf(providers), List.copyOf(problems));
    }

    private <S> void construct(
            Class<S> service,
            ServiceLoader.Provider<S> found,
            List<Provider<S>> providers,
            List<ProviderProblem> problems) {
        Origin origin = Origin.of(owner, found.type());
        try {
            S instance = found.get();
            // A static provider() method declares the service, not the class that it returns.
            origin = Origin.of(owner, instance.getClass());
            providers.add(new Provider<>(name(instance), instance, origin));
        } catch (RuntimeException | Error e) { // whatever it is, the others are loaded
            problems.add(new ProviderProblem(service, origin, e));
        }
    }

    private static String name(Object instance) {
        if (instance instanceof Transport transport) {
            return checked(transport.name());
        }
        if (instance instanceof Protocol<?> protocol) {
            return checked(protocol.name());
        }
        if (instance instanceof Layer layer) {
            return checked(layer.name());
        }
        return instance.getClass().getName();
    }

    private static String checked(@Nullable String name) {
        if (name == null) {
            throw new IllegalStateException("its name is null");
        }
        if (!name.matches("[a-z][a-z0-9.-]{0,99}")) {
            throw new IllegalStateException(
                    "its name '" + name + "' is not a lower-case word of at most 100 characters");
        }
        return name;
    }

    private record Given<S>(S get) implements ServiceLoader.Provider<S> {
        @Override
        @SuppressWarnings("unchecked") // the class of an S is a class of S
        public Class<? extends S> type() {
            return (Class<? extends S>) get.getClass();
        }
    }
}
