package dev.bogie.testkit.hostile;

import dev.bogie.transport.Listener;

import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;

/** A good listener: override what is to be broken. */
class PassingListener implements Listener {
    private final Listener below;

    PassingListener(Listener below) {
        this.below = below;
    }

    @Override
    public SocketAddress address() {
        return below.address();
    }

    @Override
    public void pause() {
        below.pause();
    }

    @Override
    public void resume() {
        below.resume();
    }

    @Override
    public NetworkChannel detach() {
        return below.detach();
    }

    @Override
    public void close() {
        below.close();
    }
}
