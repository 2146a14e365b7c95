package dev.bogie.transport.support;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

/**
 * How every transport over TCP makes its sockets: the one place where the options of sockets are
 * declared and set, where addresses are checked and resolved, and where what the operating system
 * refuses is put into words. All channels that it returns are non-blocking. Thread-safe.
 *
 * @param noDelay whether small writes leave at once
 * @param keepAlive whether the system probes idle peers
 * @param receiveBuffer bytes; 0 for what the system chooses
 * @param sendBuffer bytes; 0 for what the system chooses
 * @param reuseAddress whether a listener may follow another on its port without delay
 */
public record TcpSockets(
        boolean noDelay,
        boolean keepAlive,
        int receiveBuffer,
        int sendBuffer,
        boolean reuseAddress) {

    private static final long MOST = Setting.mib(256);

    /** {@code tcp.no-delay}. */
    public static final Setting<Boolean> NO_DELAY =
            Setting.flag(
                    "tcp.no-delay",
                    true,
                    "send small writes at once instead of waiting for more (TCP_NODELAY)");

    /** {@code tcp.keep-alive}. */
    public static final Setting<Boolean> KEEP_ALIVE =
            Setting.flag(
                    "tcp.keep-alive",
                    false,
                    "let the system probe peers that are silent for hours (SO_KEEPALIVE)");

    /** {@code tcp.receive-buffer}. */
    public static final Setting<Long> RECEIVE_BUFFER =
            Setting.size(
                    "tcp.receive-buffer",
                    0,
                    0,
                    MOST,
                    "the system's receive buffer of a socket (SO_RCVBUF); 0 lets the system"
                            + " choose");

    /** {@code tcp.send-buffer}. */
    public static final Setting<Long> SEND_BUFFER =
            Setting.size(
                    "tcp.send-buffer",
                    0,
                    0,
                    MOST,
                    "the system's send buffer of a socket (SO_SNDBUF); 0 lets the system choose");

    /** {@code tcp.reuse-address}. */
    public static final Setting<Boolean> REUSE_ADDRESS =
            Setting.flag(
                    "tcp.reuse-address",
                    true,
                    "listen on a port that connections of an earlier process still hold"
                            + " (SO_REUSEADDR)");

    /** All of them, for {@link dev.bogie.transport.Transport#settings}. */
    public static final List<Setting<?>> SETTINGS =
            List.of(NO_DELAY, KEEP_ALIVE, RECEIVE_BUFFER, SEND_BUFFER, REUSE_ADDRESS);

    /**
     * The options that settings say.
     *
     * @param settings the settings in force
     * @return the options
     */
    public static TcpSockets of(Settings settings) {
        return new TcpSockets(
                settings.get(NO_DELAY),
                settings.get(KEEP_ALIVE),
                settings.get(RECEIVE_BUFFER).intValue(),
                settings.get(SEND_BUFFER).intValue(),
                settings.get(REUSE_ADDRESS));
    }

    /**
     * A listening channel.
     *
     * @param target where to bind, or the channel to adopt
     * @return the channel, bound and listening
     * @throws BindException naming the address, if it is in use or not ours
     * @throws UnknownHostException if the address is a name that cannot be resolved
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException naming the capability, if the address is not of TCP
     * @throws IllegalArgumentException if the channel to adopt does not listen
     */
    public ServerSocketChannel listen(ListenTarget target) throws IOException {
        if (target instanceof ListenTarget.Bind(SocketAddress address, int backlog)) {
            return bind(resolved(address), backlog);
        }
        return adopt(((ListenTarget.Adopt) target).channel());
    }

    private ServerSocketChannel bind(InetSocketAddress address, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            return channel.bind(address, backlog);
        } catch (IOException e) {
            channel.close();
            throw explained(e, "cannot listen on", address);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ServerSocketChannel adopt(NetworkChannel channel) throws IOException {
        if (!(channel instanceof ServerSocketChannel server)) {
            throw new IllegalArgumentException(
                    "only a ServerSocketChannel can be adopted, not " + channel.getClass());
        }
        SocketAddress address = server.getLocalAddress();
        if (address == null) {
            throw new IllegalArgumentException("the channel to adopt is not bound: " + channel);
        }
        server.configureBlocking(false);
        return server;
    }

    /**
     * Prepares a channel that has been accepted.
     *
     * @param channel the channel
     * @throws IOException if the operating system refuses; a peer may be gone already
     */
    public void accepted(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        setOptions(channel);
    }

    /**
     * A channel to connect with.
     *
     * @param local the address to bind, or null to let the system choose
     * @return the channel, not yet connecting
     * @throws BindException naming the address, if it is in use or not ours
     * @throws IOException for other refusals of the operating system
     * @throws UnsupportedOperationException naming the capability, if the address is not of TCP
     */
    public SocketChannel open(@Nullable SocketAddress local) throws IOException {
        InetSocketAddress bound = local == null ? null : requireInternet(local);
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            setOptions(channel);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            if (bound != null) {
                channel.bind(bound);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw bound == null ? e : explained(e, "cannot connect from", bound);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void setOptions(SocketChannel channel) throws IOException {
        if (noDelay) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (keepAlive) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
        if (sendBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
        }
    }

    /**
     * Breaks a channel off: closed in such a way that the peer sees a reset. Any thread. A channel
     * that is registered with a selector gives its descriptor back, and so tells its peer, at that
     * selector's next selection: wake it.
     *
     * @param channel the channel
     */
    public static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            // Closed already, or the peer was faster: there is nobody left to tell.
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is given back all the same.
        }
    }

    /**
     * Checks that an address is one of TCP.
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
                "TCP has internet addresses, and "
                        + Capability.UNIX_DOMAIN
                        + " is for others: it cannot use "
                        + address);
    }

    /**
     * The addresses that a name stands for, those of a literal address without asking anybody.
     *
     * @param address resolved already, a literal, or a name
     * @return at least one address, resolved; or an empty list if a name server must be asked,
     *     which {@link #resolve} does
     */
    public static List<InetSocketAddress> known(InetSocketAddress address) {
        if (!address.isUnresolved()) {
            return List.of(address);
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(address.getHostString());
            return List.of(new InetSocketAddress(literal, address.getPort()));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * The addresses that a name stands for. Blocks: never on a loop.
     *
     * @param address resolved already, or a name
     * @return at least one address, resolved, in the order of preference
     * @throws UnknownHostException naming the host
     */
    public static List<InetSocketAddress> resolve(InetSocketAddress address)
            throws UnknownHostException {
        List<InetSocketAddress> known = known(address);
        if (!known.isEmpty()) {
            return known;
        }
        String host = address.getHostString();
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(found -> new InetSocketAddress(found, address.getPort()))
                    .toList();
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException("unknown host " + host);
            named.initCause(e);
            throw named;
        }
    }

    private static InetSocketAddress resolved(SocketAddress address) throws UnknownHostException {
        return resolve(requireInternet(address)).getFirst();
    }

    /**
     * What the operating system refused, with the address that it refused.
     *
     * @param e what it said
     * @param what what was tried, such as {@code cannot connect to}
     * @param address the address
     * @return an exception of the same kind as far as callers tell kinds apart: {@link
     *     BindException}, {@link ConnectException} or {@link IOException}
     */
    public static IOException explained(IOException e, String what, SocketAddress address) {
        String text = what + " " + shown(address) + ": " + e.getMessage();
        IOException explained =
                switch (e) {
                    case BindException _ -> new BindException(text);
                    case ConnectException _ -> new ConnectException(text);
                    default -> new IOException(text);
                };
        explained.initCause(e);
        return explained;
    }

    private static String shown(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            String host = internet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
        }
        return address.toString();
    }
}
