package org.example.nio2;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.support.TcpSockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;

/**
 * How this transport makes its sockets, with the options that all transports over TCP have.
 *
 * @param options of the settings
 * @param group what all channels belong to
 */
record Sockets(TcpSockets options, AsynchronousChannelGroup group) {

    AsynchronousServerSocketChannel listen(ListenTarget target) throws IOException {
        if (!(target instanceof ListenTarget.Bind(SocketAddress wanted, int backlog))) {
            throw noAdoption();
        }
        InetSocketAddress address =
                TcpSockets.resolve(TcpSockets.requireInternet(wanted)).getFirst();
        AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open(group);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            setReceiveBuffer(channel);
            return channel.bind(address, backlog);
        } catch (IOException e) {
            channel.close();
            throw TcpSockets.explained(e, "cannot listen on", address);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static UnsupportedOperationException noAdoption() {
        return new UnsupportedOperationException(
                "asynchronous channels have no "
                        + Capability.ADOPT_LISTENER
                        + ": a listening channel can neither be taken over nor given away");
    }

    /** A channel to connect with. */
    AsynchronousSocketChannel open(SocketAddress local) throws IOException {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
        try {
            setOptions(channel);
            setReceiveBuffer(channel);
            if (local != null) {
                channel.bind(local);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw local == null ? e : TcpSockets.explained(e, "cannot connect from", local);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void setReceiveBuffer(NetworkChannel channel) throws IOException {
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
    }

    /** Prepares a channel that connects or was accepted. */
    void setOptions(AsynchronousSocketChannel channel) throws IOException {
        if (options.noDelay()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (options.keepAlive()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
    }
}
