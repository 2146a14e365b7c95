package dev.bogie.transport.support;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

/**
 * How every transport over the operating system's streams makes its sockets: those of TCP and those
 * of the Unix domain, told apart by the address. All channels that it returns are non-blocking.
 * Thread-safe.
 *
 * @param tcp those of TCP
 * @param unix those of the Unix domain
 */
public record StreamSockets(TcpSockets tcp, UnixSockets unix) {

    /** All settings of both, for {@link dev.bogie.transport.Transport#settings}. */
    public static final List<Setting<?>> SETTINGS =
            Stream.concat(TcpSockets.SETTINGS.stream(), UnixSockets.SETTINGS.stream())
                    .<Setting<?>>map(setting -> setting)
                    .toList();

    /**
     * The options that settings say.
     *
     * @param settings the settings in force
     * @return the options
     */
    public static StreamSockets of(Settings settings) {
        return new StreamSockets(TcpSockets.of(settings), UnixSockets.of(settings));
    }

    /**
     * A listening channel. Whoever closes it removes its {@link SocketFile} first.
     *
     * @param target where to bind, or the channel to adopt
     * @return the channel, bound and listening
     * @throws java.net.BindException naming the address, if it is in use or not ours
     * @throws UnknownHostException if the address is a name that cannot be resolved
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException if the address is of neither family
     * @throws IllegalArgumentException if the channel to adopt does not listen
     */
    public ServerSocketChannel listen(ListenTarget target) throws IOException {
        return target instanceof ListenTarget.Bind(UnixDomainSocketAddress address, int backlog)
                ? unix.listen(address, backlog)
                : tcp.listen(target);
    }

    /**
     * Prepares a channel that has been accepted.
     *
     * @param channel the channel
     * @param listener where
     * @throws IOException if the operating system refuses; a peer may be gone already
     */
    public void accepted(SocketChannel channel, SocketAddress listener) throws IOException {
        if (listener instanceof UnixDomainSocketAddress) {
            channel.configureBlocking(false);
        } else {
            tcp.accepted(channel);
        }
    }

    /**
     * A channel to connect with.
     *
     * @param remote where to
     * @param local the address to bind, or null to let the system choose
     * @return the channel, not yet connecting
     * @throws java.net.BindException naming the local address, if it is in use or not ours
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException if an address is of neither family, or if a Unix-domain
     *     address is to be connected from
     */
    public SocketChannel open(SocketAddress remote, @Nullable SocketAddress local)
            throws IOException {
        return remote instanceof UnixDomainSocketAddress ? unix.open() : tcp.open(local);
    }

    /** How a connect began. */
    public enum Begun {
        /** The channel is connected. */
        CONNECTED,
        /** The channel will be ready to finish. */
        CONNECTING,
        /**
         * There is no room in the backlog of a Unix-domain socket, and nobody will tell when there
         * is: close the channel, and try again in a while with another.
         */
        BUSY
    }

    /**
     * Begins to connect.
     *
     * @param channel of {@link #open}
     * @param remote where to
     * @return how it began
     * @throws IOException if it is refused at once; {@link #refused} has better words
     */
    public static Begun connect(SocketChannel channel, SocketAddress remote) throws IOException {
        if (remote instanceof UnixDomainSocketAddress address) {
            return UnixSockets.connect(channel, address) ? Begun.CONNECTED : Begun.BUSY;
        }
        return channel.connect(remote) ? Begun.CONNECTED : Begun.CONNECTING;
    }

    /**
     * Checks that a connect between two addresses can be tried.
     *
     * @param remote where to
     * @param local the address to bind, or null to let the system choose
     * @throws UnsupportedOperationException if an address is of neither family, or if a local one
     *     is given for a Unix-domain connection, whose file nobody would remove
     */
    public static void requireConnectable(SocketAddress remote, @Nullable SocketAddress local) {
        if (!(remote instanceof UnixDomainSocketAddress)) {
            InetSocketAddress unused = TcpSockets.requireInternet(remote);
            if (local != null) {
                unused = TcpSockets.requireInternet(local);
            }
        } else if (local != null) {
            throw new UnsupportedOperationException(
                    Capability.UNIX_DOMAIN
                            + " connects from no address of one's own: it cannot use "
                            + local);
        }
    }

    /**
     * The addresses that an address stands for, as far as nobody need be asked.
     *
     * @param address of either family
     * @return at least one address; or an empty list if a name server must be asked, which {@link
     *     #resolve} does
     */
    public static List<? extends SocketAddress> known(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? TcpSockets.known(internet)
                : List.of(address);
    }

    /**
     * The addresses that an address stands for. Blocks: never on a loop.
     *
     * @param address of either family
     * @return at least one address, in the order of preference
     * @throws UnknownHostException naming the host
     */
    public static List<? extends SocketAddress> resolve(SocketAddress address)
            throws UnknownHostException {
        return address instanceof InetSocketAddress internet
                ? TcpSockets.resolve(internet)
                : List.of(address);
    }

    /**
     * What the operating system refused to a connecting channel, with the address that it refused.
     *
     * @param e what it said
     * @param address where to
     * @return an exception of the same kind as far as callers tell kinds apart
     */
    public static IOException refused(IOException e, SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix
                ? UnixSockets.refused(e, unix)
                : TcpSockets.explained(e, "cannot connect to", address);
    }
}
