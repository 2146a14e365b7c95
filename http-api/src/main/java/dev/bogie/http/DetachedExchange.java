package dev.bogie.http;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import java.util.Optional;
import java.util.function.Consumer;

/** The exchange of a request made by hand. */
enum DetachedExchange implements Exchange {
    INSTANCE;

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return Optional.empty();
    }

    @Override
    public String protocol() {
        return "";
    }

    @Override
    public void whenClosed(Consumer<Closed> listener) {}

    @Override
    public void abort(String reason) {}
}
