package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.Offer;
import dev.bogie.runtime.Server;
import dev.bogie.transport.ProtocolContext;

import java.util.ArrayList;
import java.util.List;

/**
 * What one application is given by its server. What the application offers goes with it: it need
 * not think of that. Thread-safe.
 */
final class OfferingContext implements HttpApplication.Context {
    private final Server server;

    // Guarded by this
    private final List<Offer> offers = new ArrayList<>();
    private boolean ended;

    OfferingContext(Server server) {
        this.server = server;
    }

    @Override
    public ProtocolContext protocols() {
        return server.protocols();
    }

    @Override
    public <A> void offer(Class<A> contract, A offered) {
        Offer offer = server.offer(contract, offered);
        if (!keep(offer)) {
            offer.withdraw();
            throw new IllegalStateException("the application has been taken out of service");
        }
    }

    private synchronized boolean keep(Offer offer) {
        return !ended && offers.add(offer);
    }

    /** The application is out of service: takes back what it has offered, and takes no more. */
    void end() {
        List<Offer> all;
        synchronized (this) {
            ended = true;
            all = List.copyOf(offers);
            offers.clear();
        }
        all.forEach(Offer::withdraw);
    }

    @Override
    public String transport() {
        return server.transportName();
    }
}
