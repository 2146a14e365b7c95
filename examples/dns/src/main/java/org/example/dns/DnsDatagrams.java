package org.example.dns;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import org.example.dns.machine.Responder;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Questions in datagrams. An answer for which there is no room is not sent: whoever asked asks
 * again.
 */
final class DnsDatagrams implements DatagramHandler {
    private final Responder responder;
    private DatagramPort port;

    DnsDatagrams(Responder responder) {
        this.responder = responder;
    }

    @Override
    public void opened(DatagramPort bound) {
        port = bound;
    }

    @Override
    public void received(ByteBuffer datagram, SocketAddress from) {
        responder.toDatagram(datagram).ifPresent(answer -> port.send(answer, from));
    }
}
