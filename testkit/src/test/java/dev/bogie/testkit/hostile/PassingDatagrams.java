package dev.bogie.testkit.hostile;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Passes on what it is told, and the port as it is broken. */
class PassingDatagrams implements DatagramHandler {
    private final DatagramBreakage breakage;
    private final DatagramHandler above;
    private DatagramPort port;

    PassingDatagrams(DatagramBreakage breakage, DatagramHandler above) {
        this.breakage = breakage;
        this.above = above;
    }

    DatagramPort bound() {
        return port;
    }

    /** The port as its user sees it. */
    record Port(DatagramBreakage breakage, DatagramPort good) implements DatagramPort {
        @Override
        public SocketAddress address() {
            return good.address();
        }

        @Override
        public boolean send(ByteBuffer datagram, SocketAddress to) {
            return breakage.send(good, datagram, to);
        }

        @Override
        public boolean execute(Runnable task) {
            return breakage.execute(good, task);
        }

        @Override
        public void close() {
            good.close();
        }
    }

    @Override
    public void opened(DatagramPort good) throws Exception {
        port = good;
        above.opened(new Port(breakage, good));
    }

    @Override
    public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
        above.received(datagram, from);
    }

    @Override
    public void writable() throws Exception {
        above.writable();
    }

    @Override
    public void dropped(long count) {
        above.dropped(count);
    }

    @Override
    public void closed(Closed how) {
        above.closed(how);
    }
}
