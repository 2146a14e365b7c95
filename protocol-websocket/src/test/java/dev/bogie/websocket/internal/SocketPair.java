package dev.bogie.websocket.internal;

import dev.bogie.http.Request;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.Network;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.internal.SocketSetup.Agreed;
import dev.bogie.websocket.machine.Role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Two ends of a socket, behind their handshake, on a simulated network. */
final class SocketPair {
    final Network network;
    final Engine engine;
    final HeldThreads serverThreads = new HeldThreads();
    final HeldThreads clientThreads = new HeldThreads();

    SocketPair(Network network) {
        this.network = network;
        this.engine = network.engine();
    }

    static SocketPair seeded(long seed) {
        return new SocketPair(Network.seeded(seed));
    }

    SocketPair open(Recording server, Recording client, Settings settings) {
        connect(
                () -> handler(Role.SERVER, server, settings),
                handler(Role.CLIENT, client, settings));
        network.runUntil(() -> server.socket != null && client.socket != null);
        return this;
    }

    SocketPair open(Recording server, Recording client) {
        return open(server, client, Settings.defaults());
    }

    void connect(Supplier<ConnectionHandler> server, ConnectionHandler client) {
        try {
            Listener listener = engine.listen(ListenTarget.loopback(0), server);
            var unused =
                    network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WebSocketConnectionHandler handler(Role role, WebSocketListener listener, Settings settings) {
        return new WebSocketConnectionHandler(
                new SocketSetup(
                        role,
                        new Agreed(Request.get("/"), ""),
                        listener,
                        SocketOptions.of(settings),
                        role == Role.SERVER ? serverThreads : clientThreads));
    }
}
