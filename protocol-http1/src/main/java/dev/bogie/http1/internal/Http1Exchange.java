package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.Exchange;
import dev.bogie.http.Request;
import dev.bogie.http1.machine.RequestHead;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One request and its response, as an application sees them. Any thread. */
final class Http1Exchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Http1Exchange.class);

    private final Connection connection;
    private final boolean http11;

    /** Both guarded by this; listeners run outside. */
    private @Nullable List<Consumer<Closed>> listeners;

    private @Nullable Closed ended;

    Http1Exchange(Connection connection, boolean http11) {
        this.connection = connection;
        this.http11 = http11;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return connection.info(key);
    }

    @Override
    public String protocol() {
        return http11 ? "HTTP/1.1" : "HTTP/1.0";
    }

    @Override
    public void whenClosed(Consumer<Closed> listener) {
        Closed how;
        synchronized (this) {
            how = ended;
            if (how == null) {
                listeners = listeners == null ? new ArrayList<>(1) : listeners;
                listeners.add(listener);
                return;
            }
        }
        tell(listener, how);
    }

    @Override
    public synchronized void abort(String reason) {
        if (ended == null) { // else the connection may have another one by now
            connection.abort(reason);
        }
    }

    /** The exchange has ended; only the first end counts. */
    void end(Closed how) {
        List<Consumer<Closed>> waiting;
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = how;
            waiting = listeners;
            listeners = null;
        }
        if (waiting != null) {
            waiting.forEach(listener -> tell(listener, how));
        }
    }

    private static void tell(Consumer<Closed> listener, Closed how) {
        try {
            listener.accept(how);
        } catch (RuntimeException e) {
            LOG.warn("a listener for the end of an exchange threw", e);
        }
    }

    Request request(String scheme, RequestHead head, Body body) {
        return Request.builder(head.method(), head.target())
                .scheme(scheme)
                .authority(head.authority())
                .fields(head.fields())
                .body(body)
                .exchange(this)
                .upgrade(head.upgrade())
                .build();
    }
}
