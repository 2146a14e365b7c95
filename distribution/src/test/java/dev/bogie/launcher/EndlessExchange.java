package dev.bogie.launcher;

import dev.bogie.http.Exchange;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes on until it is broken off. */
final class EndlessExchange implements Exchange {
    private final List<String> reasons = new ArrayList<>();
    private final List<Consumer<Closed>> listeners = new ArrayList<>();
    private final boolean broken;

    EndlessExchange() {
        this(false);
    }

    /** One that fails when it is broken off, if that is wanted. */
    EndlessExchange(boolean broken) {
        this.broken = broken;
    }

    List<String> reasons() {
        return reasons;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return Optional.empty();
    }

    @Override
    public String protocol() {
        return "";
    }

    @Override
    public void whenClosed(Consumer<Closed> listener) {
        listeners.add(listener);
    }

    @Override
    public void abort(String reason) {
        reasons.add(reason);
        if (broken) {
            throw new IllegalStateException("not now");
        }
        listeners.forEach(listener -> listener.accept(new Closed.Aborted(reason)));
    }
}
