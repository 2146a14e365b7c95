package dev.bogie.transport.support;

import dev.bogie.transport.Capability;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.util.List;

/**
 * How every transport makes its UDP sockets: the one place where their options and limits are
 * declared, and where what the operating system refuses is put into words. All channels that it
 * returns are bound and non-blocking. Thread-safe.
 *
 * @param maxDatagram the largest that is received, in bytes
 * @param batch how many are received in a turn
 * @param receiveBuffer bytes; 0 for what the system chooses
 * @param sendBuffer bytes; 0 for what the system chooses
 */
public record UdpSockets(int maxDatagram, int batch, int receiveBuffer, int sendBuffer) {

    private static final long MOST = Setting.mib(256);

    /** {@code udp.max-datagram}. */
    public static final Setting<Long> MAX_DATAGRAM =
            Setting.size(
                    "udp.max-datagram",
                    Setting.kib(64),
                    1,
                    Setting.kib(64),
                    "the largest datagram that is received; a port keeps a buffer of this size");

    /** {@code udp.batch}. */
    public static final Setting<Long> BATCH =
            Setting.count(
                    "udp.batch",
                    64,
                    1,
                    1 << 16,
                    "datagrams that one port receives before others have their turn");

    /** {@code udp.receive-buffer}. */
    public static final Setting<Long> RECEIVE_BUFFER =
            Setting.size(
                    "udp.receive-buffer",
                    0,
                    0,
                    MOST,
                    "the system's receive buffer of a UDP socket (SO_RCVBUF): what comes while it"
                            + " is full is lost; 0 lets the system choose");

    /** {@code udp.send-buffer}. */
    public static final Setting<Long> SEND_BUFFER =
            Setting.size(
                    "udp.send-buffer",
                    0,
                    0,
                    MOST,
                    "the system's send buffer of a UDP socket (SO_SNDBUF); 0 lets the system"
                            + " choose");

    /** All of them, for {@link dev.bogie.transport.Transport#settings}. */
    public static final List<Setting<?>> SETTINGS =
            List.of(MAX_DATAGRAM, BATCH, RECEIVE_BUFFER, SEND_BUFFER);

    /**
     * The options that settings say.
     *
     * @param settings the settings in force
     * @return the options
     */
    public static UdpSockets of(Settings settings) {
        return new UdpSockets(
                settings.get(MAX_DATAGRAM).intValue(),
                settings.get(BATCH).intValue(),
                settings.get(RECEIVE_BUFFER).intValue(),
                settings.get(SEND_BUFFER).intValue());
    }

    /**
     * A channel for datagrams.
     *
     * @param target where to bind, or the channel to adopt
     * @return the channel, bound
     * @throws java.net.BindException naming the address, if it is in use or not ours
     * @throws java.net.UnknownHostException if the address is a name that cannot be resolved
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException if the address is not of the internet
     * @throws IllegalArgumentException if the channel to adopt is not one of UDP that is bound
     */
    public DatagramChannel bind(ListenTarget target) throws IOException {
        return switch (target) {
            case ListenTarget.Bind(SocketAddress address, _) -> bind(address);
            case ListenTarget.Adopt(NetworkChannel channel) -> adopt(channel);
        };
    }

    private DatagramChannel bind(SocketAddress local) throws IOException {
        InetSocketAddress address = TcpSockets.resolve(requireInternet(local)).getFirst();
        DatagramChannel channel =
                address.getAddress() instanceof Inet4Address
                                && !address.getAddress().isAnyLocalAddress()
                        ? DatagramChannel.open(StandardProtocolFamily.INET)
                        : DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            if (sendBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            }
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw TcpSockets.explained(e, "cannot bind", address);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatagramChannel adopt(NetworkChannel channel) throws IOException {
        if (!(channel instanceof DatagramChannel datagrams)) {
            throw new IllegalArgumentException(
                    "only a DatagramChannel can be adopted, not " + channel.getClass());
        }
        if (datagrams.getLocalAddress() == null) {
            throw new IllegalArgumentException("the channel to adopt is not bound: " + channel);
        }
        datagrams.configureBlocking(false);
        return datagrams;
    }

    /**
     * The size of a datagram that is to be sent.
     *
     * @param datagram left as it is
     * @return its bytes
     * @throws IllegalArgumentException if there are more than any datagram can carry
     */
    public static int size(ByteBuffer datagram) {
        int size = datagram.remaining();
        if (size > DatagramPort.MAX_DATAGRAM) {
            throw new IllegalArgumentException(
                    "a datagram of "
                            + size
                            + " bytes: "
                            + DatagramPort.MAX_DATAGRAM
                            + " is the most");
        }
        return size;
    }

    /**
     * Checks that an address is one of UDP.
     *
     * @param address the address
     * @return the same
     * @throws UnsupportedOperationException naming the capability that would be needed
     */
    public static InetSocketAddress requireInternet(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return internet;
        }
        throw new UnsupportedOperationException(
                Capability.DATAGRAM + " is for internet addresses: it cannot bind " + address);
    }
}
