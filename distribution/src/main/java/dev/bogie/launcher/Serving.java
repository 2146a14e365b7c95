package dev.bogie.launcher;

import dev.bogie.http.Filter;
import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.filter.AllowedHosts;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.runtime.Server;
import dev.bogie.runtime.plugin.Plugins;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * An application that is being served: started, told about, and drained at the end.
 *
 * @param server the server
 * @param address where it serves that, which may not be all that it listens for
 * @param registry what it chooses from
 * @param application what it serves
 * @param plugins what is added to it while it runs
 * @param mounts the applications of these
 * @param scheme of its address
 */
record Serving(
        Server server,
        SocketAddress address,
        Registry registry,
        HttpApplication.Running application,
        Plugins plugins,
        Mounts mounts,
        String scheme) {
    /** The port of a server unless another is asked for. */
    static final int PORT = 8080;

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private static final String MAIN = "the application";

    /** However short the grace is, applications must have a chance to hear of it. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    /** The layer of the PROXY protocol; an image may lack it. */
    private static final String PROXY_LAYER = "proxy-protocol";

    /** Makes an application ready, given the server that will serve it. */
    @FunctionalInterface
    interface Start {
        HttpApplication.Running start(HttpApplication.Context context) throws Exception;
    }

    /** Asks for what is served. */
    @FunctionalInterface
    interface Visit {
        void to(String url) throws Exception;
    }

    private record Opened(@Nullable ControlSocket control, Thread hook) {}

    /** Starts an application on the transport and at the address that the user asked for. */
    static Serving start(
            Arguments arguments, int port, Registry registry, PluginOptions options, Start start) {
        ListeningPlace place = ListeningPlace.of(arguments, port);
        Filter[] hosts = hosts(place, arguments.values(Option.ALLOW_HOST));
        Mounts mounts = new Mounts();
        Plugins plugins = options.open(arguments, registry, true, mounts);
        try {
            TlsOptions security = new TlsOptions(registry, arguments);
            Settings settings = security.settings(Applications.settings(registry));
            Server.Builder builder = Server.builder().registry(registry).settings(settings);
            if (arguments.has(Option.PROXY_PROTOCOL)) {
                builder.layer(PROXY_LAYER); // below TLS: its header is not encrypted
            }
            boolean tls = security.serve(settings);
            if (tls) {
                builder.layer(TlsOptions.LAYER);
            }
            builder.host(place.host());
            arguments.value(Option.TRANSPORT).ifPresent(builder::transport);
            Server server = builder.start();
            try {
                HttpApplication.Running application = start(start, server);
                server.offer(NoApplication.class, NoApplication.INSTANCE);
                mounts.serve(server, settings.get(RuntimeSettings.PLUGIN_START_TIME));
                HttpHandler all = mounts.beside(application.handler()).with(hosts);
                SocketAddress address = listen(server, place, application, all);
                String scheme = tls ? "https" : "http";
                return new Serving(server, address, registry, application, plugins, mounts, scheme);
            } catch (RuntimeException e) {
                server.drain(Duration.ZERO).toCompletableFuture().join();
                throw e;
            }
        } catch (RuntimeException e) {
            plugins.close();
            throw e;
        }
    }

    private static SocketAddress listen(
            Server server,
            ListeningPlace place,
            HttpApplication.Running application,
            HttpHandler all) {
        try {
            return place.listen(server, all);
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    /**
     * Who listens for its own machine only is asked for by the names of that machine: any other
     * name is a page's that leads here without our consent. Elsewhere we don't know our names.
     */
    private static Filter[] hosts(ListeningPlace place, List<String> allowed) {
        if (allowed.isEmpty() && !place.isLoopback()) {
            return new Filter[0];
        }
        try {
            return new Filter[] {new AllowedHosts(allowed)};
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(Option.ALLOW_HOST.usage() + ": " + e.getMessage(), e);
        }
    }

    private static HttpApplication.Running start(Start start, Server server) {
        try {
            return start.start(new OfferingContext(server));
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new ConfigurationException("the application does not start: " + message, e);
        }
    }

    /** Where a browser on this machine finds it. */
    String url() {
        InetSocketAddress inet = (InetSocketAddress) address;
        InetAddress ip = inet.getAddress();
        String host = ip.isAnyLocalAddress() ? "localhost" : HostText.of(ip);
        return scheme + "://" + host + ":" + inet.getPort() + "/";
    }

    /**
     * Says in one line where it is, and serves until the process is told to end, by a signal or by
     * its control socket: then it drains, and the process ends with 0, or with 1 if a connection
     * did not end in order.
     */
    int untilTheEnd(String what, Arguments arguments, PrintStream out) throws InterruptedException {
        open(what, arguments, out);
        new CountDownLatch(1).await();
        return Main.OK;
    }

    /** Does as {@link #untilTheEnd} does, but for a moment: long enough for a visit to its URL. */
    int during(Visit visit, String what, Arguments arguments, PrintStream out) throws Exception {
        Opened opened = open(what, arguments, out);
        Runtime.getRuntime().removeShutdownHook(opened.hook());
        try {
            visit.to(url());
        } finally {
            if (opened.control() != null) {
                opened.control().close();
            }
        }
        return drain(out);
    }

    private Opened open(String what, Arguments arguments, PrintStream out) {
        ControlSocket control = control(arguments);
        // A hook that merely returned would leave the process the status of the signal.
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(end(control, out)), "bogie-drain");
        Runtime.getRuntime().addShutdownHook(hook);
        announce(what, out);
        return new Opened(control, hook);
    }

    private void announce(String what, PrintStream out) {
        out.println(
                what
                        + " at "
                        + url()
                        + " on transport "
                        + server.transportName()
                        + " (Ctrl-C ends it)");
        out.flush();
    }

    /** Takes orders, where that is possible. */
    private @Nullable ControlSocket control(Arguments arguments) {
        try {
            return ControlSocket.open(
                    ControlPath.of(arguments),
                    ServerOrders.of(this, () -> Runtime.getRuntime().exit(Main.OK)));
        } catch (ConfigurationException e) {
            plugins.close();
            server.drain(Duration.ZERO).toCompletableFuture().join();
            endNotice().tell(all(application::close, mounts.close()));
            throw e;
        }
    }

    private int end(@Nullable ControlSocket control, PrintStream out) {
        int status = drain(out);
        if (control != null) {
            control.close();
        }
        return status;
    }

    /** How long what is open has to end when the server does. */
    Duration grace() {
        return server.protocols().settings().get(Server.DRAIN_TIME);
    }

    /** Drains, and answers the exit status. */
    int drain(PrintStream out) {
        Duration grace = grace();
        try {
            plugins.close();
            CompletionStage<Drained> draining = server.drain(grace);
            EndNotice notice = endNotice();
            notice.tell(
                    all(() -> application.draining(grace), mounts.draining(grace)),
                    grace.compareTo(LEAST) < 0 ? LEAST : grace);
            Drained drained = draining.toCompletableFuture().join();
            notice.tell(all(application::close, mounts.close()));
            if (drained.aborted() == 0) {
                return Main.OK;
            }
            out.println(
                    drained.aborted()
                            + (drained.aborted() == 1 ? " connection" : " connections")
                            + " did not end in order within "
                            + grace.toMillis()
                            + " ms");
            return Main.FAILED;
        } catch (RuntimeException | Error e) {
            LOG.error("the drain failed", e);
            return Main.FAILED;
        } finally {
            out.flush();
            System.err.flush();
        }
    }

    private static Map<String, Runnable> all(Runnable main, Map<String, Runnable> mounted) {
        Map<String, Runnable> all = new LinkedHashMap<>(mounted);
        all.put(MAIN, main);
        return all;
    }

    private EndNotice endNotice() {
        return new EndNotice(server.protocols().settings().get(RuntimeSettings.PLUGIN_START_TIME));
    }
}
