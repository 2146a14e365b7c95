package dev.bogie.launcher;

import dev.bogie.http.Body;
import dev.bogie.http.Exchange;
import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.OneLine;
import dev.bogie.runtime.Server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One application of one version of a plugin. Thread-safe. */
final class Mounted {
    private static final Logger LOG = LoggerFactory.getLogger(Mounted.class);

    private final String name;
    private final HttpApplication application;
    private final Contribution contribution;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private volatile HttpApplication.@Nullable Running running;
    private volatile @Nullable OfferingContext context;

    /** Why what is in progress is broken off, once it is. */
    private volatile @Nullable String aborted;

    private boolean ended; // guarded by this

    Mounted(String name, HttpApplication application, Contribution contribution) {
        this.name = name;
        this.application = application;
        this.contribution = contribution;
    }

    String name() {
        return name;
    }

    String owner() {
        return contribution.owner();
    }

    void given(Server by) {
        context = new OfferingContext(by);
    }

    HttpApplication.Running make() throws Exception {
        return Objects.requireNonNull(
                application.start(Objects.requireNonNull(context)), "it started nothing");
    }

    /**
     * What was made answers from now on.
     *
     * @return false if the application has ended meanwhile: it is still the caller's, to be closed
     */
    synchronized boolean enter(HttpApplication.Running made) {
        if (!ended) {
            running = made;
        }
        return !ended;
    }

    boolean isStarted() {
        return running != null;
    }

    void announce() {
        LOG.info("application {} answers below /{}/", name, name);
    }

    /** What it has offered goes with it: the plugin must not be held. */
    void withdraw() {
        OfferingContext own = context;
        if (own != null) {
            own.end();
        }
    }

    @Nullable HttpHandler handler() {
        HttpApplication.Running is = running;
        return is == null ? null : is.handler();
    }

    boolean mayBlock(Request request) {
        HttpHandler handler = handler();
        return handler == null || handler.mayBlock(below(request));
    }

    Response handle(Request request) throws Exception {
        HttpHandler handler = handler();
        if (handler == null) {
            return Response.error(Status.SERVICE_UNAVAILABLE);
        }
        if (request.path().indexOf('/', 1) < 0) {
            return Response.seeOther("/" + name + "/");
        }
        Exchange exchange = request.exchange();
        exchanges.add(exchange);
        exchange.whenClosed(how -> exchanges.remove(exchange));
        String reason = aborted; // read after it was added, as abort sets it before it looks
        if (reason != null) {
            abort(exchange, reason);
            return Response.error(Status.SERVICE_UNAVAILABLE);
        }
        return noted(handler.handle(below(request)));
    }

    private Request below(Request request) {
        int end = request.target().indexOf('/', 1);
        return end < 0 ? request : request.withTarget(request.target().substring(end));
    }

    /** A connection that is handed over belongs to the plugin from then on. */
    private Response noted(Response response) {
        return response.body() instanceof Body.Handover handover
                ? response.with(
                        (Body)
                                new Body.Handover(
                                        handover.protocol(),
                                        () -> contribution.noting(handover.next().get())))
                : response;
    }

    void draining(Duration grace) {
        HttpApplication.Running is = running;
        if (is != null) {
            is.draining(grace);
        }
    }

    boolean isBusy() {
        return !exchanges.isEmpty();
    }

    /** Until they have ended they would hold the plugin, as an event stream might for ever. */
    void abort(String reason) {
        aborted = reason;
        exchanges.forEach(exchange -> abort(exchange, reason));
    }

    private void abort(Exchange exchange, String reason) {
        try {
            exchange.abort(reason);
        } catch (RuntimeException | Error e) { // no reason to leave the others
            LOG.warn("{}: an exchange is not broken off: {}", this, OneLine.of(e));
        }
    }

    void close() {
        withdraw();
        HttpApplication.Running is;
        synchronized (this) {
            ended = true;
            is = running;
            running = null;
        }
        if (is != null) {
            is.close();
        }
    }

    @Override
    public String toString() {
        return owner() + ": " + name;
    }
}
