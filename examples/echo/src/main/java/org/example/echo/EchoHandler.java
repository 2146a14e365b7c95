package org.example.echo;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** One connection. Its calls never overlap, so it needs no lock, whatever the transport. */
final class EchoHandler implements ConnectionHandler {
    private final EchoListener application;
    private Connection connection;
    private SocketAddress peer;

    EchoHandler(EchoListener application) {
        this.application = application;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        peer = opened.info(Info.REMOTE_ADDRESS).orElseThrow();
        application.connected(peer);
    }

    @Override
    public void received(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return; // after resumeInput nothing need be new
        }
        int bytes = in.remaining();
        connection.output(bytes).put(in);
        application.echoed(peer, bytes);
        if (!connection.isWritable()) {
            connection.pauseInput(); // a peer that sends and does not read has to wait
        }
    }

    @Override
    public void writable() {
        connection.resumeInput();
    }

    @Override
    public void draining(long until) {
        connection.close(); // all that has come has been sent back
    }

    @Override
    public void closed(Closed how) {
        application.lost(peer, how);
    }
}
