package dev.bogie.runtime;

import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a user calls to reach servers, and the transport that it runs on.
 *
 * {@snippet :
 * try (Client<HttpHandler> client = Client.open(HttpHandler.class)) {
 *     Response page = client.api().handle(Request.get("http://127.0.0.1:8080/"));
 * }
 * }
 *
 * <p>It knows contracts only: the protocol is the one of the highest priority that is a client of
 * the contract. Thread-safe as far as {@code C} is.
 *
 * @param <C> what a user calls
 */
public final class Client<C> implements AutoCloseable {
    private final Running running;
    private final C api;

    private Client(Running running, C api) {
        this.running = running;
        this.api = api;
    }

    /**
     * Opens a client with nothing chosen. Opens no connection yet.
     *
     * @param contract what the user calls
     * @param <C> the contract
     * @return an open client
     * @throws ConfigurationException if no installed protocol is a client of the contract, or no
     *     transport is available
     */
    public static <C> Client<C> open(Class<C> contract) {
        return builder(contract).open();
    }

    /**
     * A builder.
     *
     * @param contract what the user calls
     * @param <C> the contract
     * @return a new one
     */
    public static <C> Builder<C> builder(Class<C> contract) {
        return new Builder<>(contract);
    }

    /**
     * What to call.
     *
     * @return the same at each call; not to be used once this client is closed
     */
    public C api() {
        return api;
    }

    /**
     * The transport.
     *
     * @return its name
     */
    public String transportName() {
        return running.transport().name();
    }

    /**
     * Closes what {@link #api} returned if it is {@link AutoCloseable}, lets connections end for
     * the time of the setting {@code runtime.drain-time}, and waits for the end. May be called
     * again.
     */
    @Override
    public void close() {
        try {
            if (api instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the client failed to close", e);
        } finally {
            running.close();
        }
    }

    /**
     * What a client is to be. Not thread-safe.
     *
     * @param <C> what a user calls
     */
    public static final class Builder<C> {
        private final Class<C> contract;
        private final Choices choices = new Choices();
        private List<String> protocol = List.of();

        private Builder(Class<C> contract) {
            this.contract = contract;
        }

        /**
         * The protocol; without this, the one of the highest priority.
         *
         * @param name its name
         * @return this builder
         */
        public Builder<C> protocol(String name) {
            this.protocol = List.of(name);
            return this;
        }

        /**
         * The transport; without this, the best that is available.
         *
         * @param name its name
         * @return this builder
         */
        public Builder<C> transport(String name) {
            choices.transport(name);
            return this;
        }

        /**
         * A layer between the transport and the protocol; the first one is next to the transport.
         *
         * @param name its name
         * @return this builder
         */
        public Builder<C> layer(String name) {
            choices.layer(name);
            return this;
        }

        /**
         * A setting.
         *
         * @param setting which
         * @param value its value
         * @param <T> its type
         * @return this builder
         * @throws IllegalArgumentException if the value is out of range
         */
        public <T> Builder<C> set(Setting<T> setting, T value) {
            choices.set(setting, value);
            return this;
        }

        /**
         * A setting by name and text, as on the command line. An unknown name or a bad value is an
         * error when the client opens.
         *
         * @param name its name
         * @param value its value as a user writes it
         * @return this builder
         */
        public Builder<C> set(String name, String value) {
            choices.set(name, value);
            return this;
        }

        /**
         * All settings in one; those set one by one come on top.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder<C> settings(Settings settings) {
            choices.settings(settings);
            return this;
        }

        /**
         * What to choose from; without this, {@link Registry#installed}.
         *
         * @param registry the registry; may be shared
         * @return this builder
         */
        public Builder<C> registry(Registry registry) {
            choices.registry(registry);
            return this;
        }

        /**
         * Starts the transport. Opens no connection yet.
         *
         * @return an open client
         * @throws ConfigurationException if a name is unknown, a layer cannot work with these
         *     settings, no installed protocol is a client of the contract, or no transport is
         *     available
         */
        public Client<C> open() {
            Snapshot snapshot = choices.registry().snapshot();
            ClientProtocol<C> chosen = ProtocolChoice.client(snapshot, contract, protocol);
            List<String> alpn = chosen.alpn().stream().sorted().toList();
            Running running = Running.client(choices);
            try {
                return new Client<>(
                        running, chosen.open(new Context(running, running.layering(), alpn)));
            } catch (RuntimeException | LinkageError e) {
                running.drain(Duration.ZERO).toCompletableFuture().join();
                throw e;
            }
        }
    }

    private record Context(Running running, Layering layering, List<String> alpn)
            implements ClientContext {
        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return layering.connect(running.engine(), target, handler, alpn);
        }

        @Override
        public ClientContext through(String layer) {
            try {
                return new Context(running, layering.with(layer), alpn);
            } catch (ConfigurationException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        @Override
        public long nanoTime() {
            return running.engine().nanoTime();
        }

        @Override
        public Engine.Timer schedule(long delayNanos, Runnable task) {
            return running.engine().schedule(delayNanos, task);
        }

        @Override
        public Settings settings() {
            return running.surroundings().settings();
        }

        @Override
        public Threads threads() {
            return running.surroundings().threads();
        }

        @Override
        public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
            return running.surroundings().find(kind, contract);
        }
    }
}
