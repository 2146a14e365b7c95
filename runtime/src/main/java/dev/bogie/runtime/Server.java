package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Applications listening on addresses, over one transport.
 *
 * {@snippet :
 * Server server = Server.builder().listen(8080, HttpHandler.class, router).start();
 * }
 *
 * <p>Which protocols are spoken at an address follows from the application's contract: all that are
 * installed for it, told apart as {@link dev.bogie.transport.ConnectionProtocol} says. They are
 * looked up in the {@link Registry} when the address begins to listen, and again for new
 * connections when the registry has changed.
 *
 * <p>Thread-safe. Keeps its ports until it is closed; its threads are daemons.
 */
public final class Server implements AutoCloseable {
    /** {@code runtime.drain-time}: how long {@link #close} waits for connections to end. */
    public static final Setting<Duration> DRAIN_TIME = RuntimeSettings.DRAIN_TIME;

    /** {@code runtime.swap-time}: how long what is open has to end after {@link #swap(String)}. */
    public static final Setting<Duration> SWAP_TIME = RuntimeSettings.SWAP_TIME;

    private final Surroundings surroundings;
    final Addresses addresses;
    private final Datagrams datagrams;

    private Server(Running running, String host) {
        this.surroundings = running.surroundings();
        this.addresses = new Addresses(running, host);
        this.datagrams = new Datagrams(addresses, surroundings);
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens at one more address.
     *
     * @param address where; port 0 lets the system choose
     * @param contract what the application implements
     * @param application shared by all connections
     * @param protocols the names of the protocols to speak; none means all that serve the contract
     * @param <A> the application contract
     * @return the address, with the port that was chosen
     * @throws ConfigurationException if the address cannot be had, or the protocol not be decided
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public <A> SocketAddress listen(
            SocketAddress address, Class<A> contract, A application, String... protocols) {
        return addresses.serve(
                address,
                new ServedContract<>(contract, application, List.of(protocols), surroundings));
    }

    /**
     * Listens at a channel that listens already, such as {@link System#inheritedChannel}.
     *
     * @param channel the server's from now on, unless this throws
     * @param contract what the application implements
     * @param application shared by all connections
     * @param protocols the names of the protocols to speak; none means all that serve the contract
     * @param <A> the application contract
     * @return its address
     * @throws ConfigurationException if the transport does not take it, or as {@code listen} throws
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public <A> SocketAddress adopt(
            NetworkChannel channel, Class<A> contract, A application, String... protocols) {
        return addresses.serve(
                channel,
                new ServedContract<>(contract, application, List.of(protocols), surroundings));
    }

    /**
     * Listens at one more address with handlers of one's own: no protocol is looked up, and nothing
     * has to be installed but the transport. Layers stand below as they do for protocols.
     *
     * @param address where; port 0 lets the system choose
     * @param handlers asked on the driver of each new connection, so it must be quick; a new
     *     handler at each call
     * @return the address, with the port that was chosen
     * @throws ConfigurationException if the address cannot be had
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public SocketAddress listen(
            SocketAddress address, Supplier<? extends ConnectionHandler> handlers) {
        Layering layering = running().layering();
        return addresses
                .listen(address, () -> layering.serverSide(handlers.get(), List.of()))
                .address();
    }

    /**
     * Offers an application to protocols of its contract that have a {@linkplain
     * dev.bogie.transport.ConnectionProtocol#port port} of their own, of connections or datagrams:
     * those that are there, and those to come. Listens for each as long as it is there; without its
     * port, says so in the log. The same application may be offered again: each is one of its own.
     *
     * @param contract what the application implements
     * @param application shared by all connections
     * @param <A> the application contract
     * @return takes it back; for as long as the server runs if nobody does
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public <A> Offer offer(Class<A> contract, A application) {
        ServedOffer<A> offer = new ServedOffer<>(addresses, contract, application, surroundings);
        offer.begin();
        return offer;
    }

    /** {@return where it receives datagrams; the same at each call} */
    public Datagrams datagrams() {
        return datagrams;
    }

    private Running running() {
        return addresses.engines().current();
    }

    /**
     * {@return the first address that was listened on, with the port that was chosen}
     *
     * @throws IllegalStateException if the server does not listen on an internet address
     */
    public InetSocketAddress address() {
        return addresses().stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this server does not listen"));
    }

    /** {@return all addresses, in the order in which they were asked for} */
    public List<SocketAddress> addresses() {
        return addresses.all();
    }

    /**
     * {@return the name of the transport that new connections are accepted on} Some that are open
     * may still be on one that a {@linkplain #swap(String, Duration) swap} left: {@link
     * dev.bogie.transport.Info#TRANSPORT} tells for each.
     */
    public String transportName() {
        return running().transport().name();
    }

    /**
     * {@return what protocols are given here, always the same: for applications that are put
     * together with settings, threads or other protocols before they are listened for}
     */
    public ProtocolContext protocols() {
        return surroundings;
    }

    /**
     * Like {@link #swap(String, Duration)} with the time of the setting {@link #SWAP_TIME}.
     *
     * @param transport the name of the transport to go to
     * @return completes when nothing is left of the engine that was left, with how it ended
     * @throws ConfigurationException if it cannot be done; all is as it was then
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public CompletionStage<Drained> swap(String transport) {
        return swap(transport, surroundings.settings().get(SWAP_TIME));
    }

    /**
     * Goes over to another transport while it serves: starts it, moves all listening addresses with
     * the connections that wait there, then those that are open and at rest, and has what else is
     * open end on the old one, as in a drain. Nobody is refused: newcomers wait some milliseconds.
     *
     * <p>Who goes along notices nothing: kept connections, WebSockets and event streams, if both
     * transports have {@link dev.bogie.transport.Capability#ADOPT_CONNECTION}. Who is in the middle
     * of something stays.
     *
     * <p>All or nothing: if the new transport does not start or refuses an address, everything
     * moves back, the old one goes on, and this throws. What the new one has accepted until then is
     * served to its end.
     *
     * <p>Give time to those that stay. A handler that is asked to end sees until when. With more of
     * it than {@code http1.idle-timeout}, HTTP/1.1 leaves connections that wait for their next
     * request open, and says in its answer that it is the last; with less, it closes them at once,
     * and a request that is on its way to them is lost. Event streams and WebSockets go on until
     * the last minute, and end then, so that clients come back to the new transport.
     *
     * <p>The new transport has as long to start as a plugin, {@code runtime.plugin-start-time};
     * nothing waits for that but this call, and what starts later is closed. After it, swaps and
     * {@link #listen listening} at further addresses come one after the other. {@link #drain} and
     * {@link #close} don't: a swap that they overtake fails. A further swap need not wait for an
     * old engine to end, {@code close} waits for them all. A swap to the present transport starts
     * it afresh. Settings, layers, threads and buffers stay; clients are not concerned.
     *
     * <p>It waits for the old transport's threads: not for a thread that drives a connection.
     *
     * @param transport the name of the transport to go to; like the present one it must have {@link
     *     dev.bogie.transport.Capability#ADOPT_LISTENER}
     * @param grace how long connections have on the old one; what is open then is aborted
     * @return completes when nothing is left of the engine that was left, with how it ended
     * @throws ConfigurationException if it cannot be done: the message says why; all is as it was
     *     then, or else the message names the addresses that could not be moved back
     * @throws IllegalStateException after {@link #drain} or {@link #close}
     */
    public CompletionStage<Drained> swap(String transport, Duration grace) {
        return addresses.swap(transport, grace);
    }

    /**
     * Stops accepting at once, and asks every connection to end what it has begun, also those that
     * swaps have left on other engines. What has not ended when the grace is over is aborted.
     *
     * @param grace how long connections have; of several calls the shorter one counts
     * @return completes when all has ended, with how it did
     */
    public CompletionStage<Drained> drain(Duration grace) {
        running().unfollow();
        return addresses.engines().close(grace);
    }

    /**
     * Like {@link #drain} with the time of the setting {@link #DRAIN_TIME}, and waits for the end.
     * Not to be called on a thread that drives a connection. May be called again.
     */
    @Override
    public void close() {
        var unused = drain(surroundings.settings().get(DRAIN_TIME)).toCompletableFuture().join();
    }

    /** What a server is to be. Not thread-safe. */
    public static final class Builder {
        private final Choices choices = new Choices();
        private final List<Consumer<Server>> listens = new ArrayList<>();
        private String host = "127.0.0.1";

        private Builder() {}

        /**
         * The host of all addresses that are given by their port only.
         *
         * @param host a name or a literal address; {@code 0.0.0.0} for all addresses of this
         *     machine. {@code 127.0.0.1} unless set: reachable from this machine only
         * @return this builder
         */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * Listens on a port.
         *
         * @param port 0 lets the system choose
         * @param contract what the application implements
         * @param application shared by all connections
         * @param protocols the names of those to speak; none means all that serve the contract
         * @param <A> the application contract
         * @return this builder
         */
        public <A> Builder listen(int port, Class<A> contract, A application, String... protocols) {
            listens.add(
                    s -> s.listen(BoundAddress.of(host, port), contract, application, protocols));
            return this;
        }

        /**
         * Listens at an address.
         *
         * @param address where; port 0 lets the system choose
         * @param contract what the application implements
         * @param application shared by all connections
         * @param protocols the names of those to speak; none means all that serve the contract
         * @param <A> the application contract
         * @return this builder
         */
        public <A> Builder listen(
                SocketAddress address, Class<A> contract, A application, String... protocols) {
            listens.add(s -> s.listen(address, contract, application, protocols));
            return this;
        }

        /**
         * Listens on a port with handlers of one's own, as {@link Server#listen(SocketAddress,
         * Supplier)} does.
         *
         * @param port 0 lets the system choose
         * @param handlers makes a new handler for each connection
         * @return this builder
         */
        public Builder listen(int port, Supplier<? extends ConnectionHandler> handlers) {
            listens.add(s -> s.listen(BoundAddress.of(host, port), handlers));
            return this;
        }

        /**
         * The transport; without this, the best that is available.
         *
         * @param name its name
         * @return this builder
         */
        public Builder transport(String name) {
            choices.transport(name);
            return this;
        }

        /**
         * A layer between the transport and the protocols; the first one is next to the transport.
         *
         * @param name its name
         * @return this builder
         */
        public Builder layer(String name) {
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
        public <T> Builder set(Setting<T> setting, T value) {
            choices.set(setting, value);
            return this;
        }

        /**
         * A setting by name and text, as on the command line: what is wrong is told at the start.
         *
         * @param name its name
         * @param value its value as a user writes it
         * @return this builder
         */
        public Builder set(String name, String value) {
            choices.set(name, value);
            return this;
        }

        /**
         * All settings in one; those set one by one come on top.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder settings(Settings settings) {
            choices.settings(settings);
            return this;
        }

        /**
         * What to choose from; without this, {@link Registry#installed}.
         *
         * @param registry the registry; may be shared
         * @return this builder
         */
        public Builder registry(Registry registry) {
            choices.registry(registry);
            return this;
        }

        /**
         * Starts the transport and listens at all addresses, or at none.
         *
         * @return the running server
         * @throws ConfigurationException if a name is unknown, a layer cannot work, an address
         *     cannot be had, or it cannot be decided which protocol a connection would speak
         */
        public Server start() {
            Server server = new Server(Running.server(choices), host);
            try {
                listens.forEach(listen -> listen.accept(server));
                return server;
            } catch (RuntimeException e) {
                server.drain(Duration.ZERO).toCompletableFuture().join();
                throw e;
            }
        }
    }
}
