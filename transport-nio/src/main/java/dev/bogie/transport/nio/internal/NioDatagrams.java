package dev.bogie.transport.nio.internal;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.UdpPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** A port for datagrams, whose turns its loop takes. */
final class NioDatagrams extends Inbox.Mail implements Loop.Selectable, UdpPort.Driver {
    private static final Logger LOG = LoggerFactory.getLogger(NioDatagrams.class);

    private final NioEngine engine;
    private final Loop loop;
    private final DatagramChannel channel;
    private final UdpPort port;

    // The loop's
    private @Nullable SelectionKey key;
    private volatile boolean gone;

    NioDatagrams(
            NioEngine engine,
            Loop loop,
            DatagramChannel channel,
            DatagramHandler handler,
            TransportContext context)
            throws IOException {
        this.engine = engine;
        this.loop = loop;
        this.channel = channel;
        this.port = new UdpPort(channel, handler, context, this);
    }

    // Any thread

    /** Has the loop begin; a drain waits for it from here on until it is over. */
    DatagramPort start() {
        loop.expect();
        if (!loop.post(this)) {
            returned();
        }
        return port;
    }

    void close() {
        port.close();
    }

    @Override
    public void wake() {
        loop.post(this);
    }

    @Override
    public void awaitLeft() {
        if (loop.isCurrent()) {
            forget();
        } else if (!new NextSelection(loop).await()) {
            LOG.warn("the loop that received on {} does not answer", port.address());
        }
    }

    // On the loop

    @Override
    void delivered() {
        if (key == null && !gone) {
            open();
        } else {
            turn(false, false);
        }
    }

    /** The engine's end came between: what has begun has its end told. */
    @Override
    void returned() {
        if (!gone) {
            port.close();
            port.open();
            turn(false, false);
        }
    }

    private void open() {
        try {
            key = loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            LOG.debug("a channel was closed before it was watched", e);
            port.close(); // and the turn tells
        }
        port.open();
        turn(true, false);
    }

    @Override
    public void ready(int ops) {
        turn((ops & SelectionKey.OP_READ) != 0, (ops & SelectionKey.OP_WRITE) != 0);
    }

    private void turn(boolean readable, boolean writable) {
        if (gone) {
            return;
        }
        boolean unused =
                port.turn(readable, writable); // if there is more, the selector tells again
        if (port.isOver()) {
            forget();
            return;
        }
        watch();
    }

    private void watch() {
        SelectionKey watched = key;
        int wanted = SelectionKey.OP_READ | (port.wantsRoom() ? SelectionKey.OP_WRITE : 0);
        try {
            if (watched != null && watched.interestOps() != wanted) {
                watched.interestOps(wanted);
                loop.interestChanged();
            }
        } catch (CancelledKeyException e) {
            port.close();
        }
    }

    private void forget() {
        if (!gone) {
            gone = true;
            if (key != null) {
                key.cancel();
            }
            engine.forget(this);
            loop.expectNoMore();
        }
    }
}
