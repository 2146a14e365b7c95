package dev.bogie.websocket.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.websocket.WebSocket;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A socket as its transport sees it, from behind the handshake on. */
public final class WebSocketConnectionHandler implements ConnectionHandler {
    private final SocketSetup setup;
    private final Consumer<WebSocket> created;
    private @Nullable SocketDriver driver;

    /**
     * The handler of a server.
     *
     * @param setup what is known of the socket
     */
    public WebSocketConnectionHandler(SocketSetup setup) {
        this(setup, socket -> {});
    }

    /**
     * The handler of either end.
     *
     * @param setup what is known of the socket
     * @param created is told of the socket, on the driver, before the listener is
     */
    public WebSocketConnectionHandler(SocketSetup setup, Consumer<WebSocket> created) {
        this.setup = setup;
        this.created = created;
    }

    @Override
    public void opened(Connection connection) {
        SocketDriver opened = new SocketDriver(setup, connection);
        driver = opened;
        created.accept(opened.socket());
        opened.opened();
    }

    @Override
    public void received(ByteBuffer in) {
        driver().received(in);
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        driver().inputEnded();
        return AfterInput.CLOSE;
    }

    @Override
    public void writable() {
        driver().writable();
    }

    @Override
    public void deadline(long now) {
        driver().deadline(now);
    }

    @Override
    public void draining(long until) {
        driver().draining(until);
    }

    @Override
    public void closed(Closed how) {
        driver().closed(how);
    }

    private SocketDriver driver() {
        if (driver == null) {
            throw new IllegalStateException("called before opened");
        }
        return driver;
    }
}
