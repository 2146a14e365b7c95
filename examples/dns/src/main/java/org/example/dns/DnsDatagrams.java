package org.example.dns;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import org.example.dns.machine.Responder;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Questions in datagrams. An answer for which there is no room is not sent: whoever asked asks
 * again.
 */
final class DnsDatagrams implements DatagramHandler {
    /**
     * Echo, daytime, quotes, chargen and time answer whatever comes: whoever forges one of them as
     * the sender would have it and us go on for ever.
     */
    private static final Set<Integer> NO_ASKERS = Set.of(7, 13, 17, 19, 37);

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
        if (from instanceof InetSocketAddress asker && NO_ASKERS.contains(asker.getPort())) {
            return;
        }
        responder.toDatagram(datagram).ifPresent(answer -> port.send(answer, from));
    }
}
