package dev.bogie.transport.memory;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Two ends of one connection on a network. */
record Pair(Engine engine, Listener listener, Recorder client, Recorder server) {

    static Pair open(Network network, Recorder client, Recorder server) {
        Engine engine = network.engine();
        Listener listener = listen(engine, server);
        var unused = network.await(engine.connect(to(listener), client));
        network.runUntil(() -> !server.calls.isEmpty());
        return new Pair(engine, listener, client, server);
    }

    static Pair open(Network network) {
        return open(network, new Recorder("client"), new Recorder("server"));
    }

    static Listener listen(Engine engine, Recorder server) {
        try {
            return engine.listen(ListenTarget.loopback(0), () -> server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConnectTarget to(Listener listener) {
        return ConnectTarget.to(listener.address());
    }
}
