package dev.bogie.transport.memory;

import dev.bogie.transport.support.StreamSockets;
import dev.bogie.transport.support.TcpSockets;
import dev.bogie.transport.support.UdpSockets;
import dev.bogie.transport.support.UnixSockets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who listens where, which ports are taken, and which names are known. Thread-safe: to listen has
 * an answer at once, also for threads outside the simulation. Addresses of the Unix domain are
 * names like any others here: there are no files.
 */
final class Addresses {
    private static final int FIRST_PORT = 49_152;
    private static final int LAST_PORT = 65_535;
    private static final int PORTS = LAST_PORT - FIRST_PORT + 1;

    /** Addresses that stand for all of a machine's. */
    private static final List<InetAddress> ANY =
            List.of(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::"));

    /** The local address of who connects in the Unix domain. */
    private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final Map<SocketAddress, MemoryListener> listeners = new HashMap<>();
    private final Map<InetSocketAddress, MemoryDatagrams> datagrams = new HashMap<>();
    private final Set<SocketAddress> clients = new HashSet<>();
    private final Set<InetAddress> hosts = new HashSet<>();
    private final Map<String, InetAddress> names = new HashMap<>();
    private int nextPort;

    Addresses() {
        names.put("localhost", InetAddress.getLoopbackAddress());
    }

    synchronized void name(String name, InetAddress address) {
        names.put(name.toLowerCase(Locale.ROOT), address);
    }

    /** Resolves without asking the machine, whose answer would not be the same tomorrow. */
    synchronized SocketAddress resolve(SocketAddress address) throws UnknownHostException {
        if (!(address instanceof InetSocketAddress inet) || !inet.isUnresolved()) {
            return address;
        }
        String name = inet.getHostString();
        InetAddress known = names.get(name.toLowerCase(Locale.ROOT));
        if (known == null) {
            known = literal(name);
        }
        return new InetSocketAddress(known, inet.getPort());
    }

    private static InetAddress literal(String text) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            UnknownHostException unknown =
                    new UnknownHostException(
                            text + ": give it an address with Network.host, there is no DNS here");
            unknown.initCause(e);
            throw unknown;
        }
    }

    synchronized SocketAddress bind(SocketAddress wanted, MemoryListener listener)
            throws IOException {
        SocketAddress address = choose(resolve(wanted));
        listeners.put(address, listener);
        if (address instanceof InetSocketAddress inet) {
            hosts.add(inet.getAddress());
        }
        return address;
    }

    private SocketAddress choose(SocketAddress wanted) throws IOException {
        if (!(wanted instanceof UnixDomainSocketAddress unix)) {
            return choosePort(internet(wanted));
        }
        UnixSockets.checkLength(unix, "listen on");
        if (listeners.containsKey(unix)) {
            throw new BindException("address already in use: " + unix);
        }
        return unix;
    }

    /** Binds a port for datagrams, which are other ports than those of streams. */
    synchronized InetSocketAddress bind(SocketAddress wanted, MemoryDatagrams port)
            throws IOException {
        InetSocketAddress address = UdpSockets.requireInternet(resolve(wanted));
        if (address.getPort() == 0) {
            address = freePort(address.getAddress(), a -> receiver(a) != null);
        } else if (receiver(address) != null) {
            throw new BindException("address already in use: " + address);
        }
        datagrams.put(address, port);
        return address;
    }

    synchronized void unbindDatagrams(InetSocketAddress address) {
        datagrams.remove(address);
    }

    /** Who receives what is sent to an address; null if nobody does. */
    synchronized @Nullable MemoryDatagrams receiver(InetSocketAddress to) {
        MemoryDatagrams exact = datagrams.get(to);
        for (int i = 0; exact == null && i < ANY.size(); i++) {
            exact = datagrams.get(new InetSocketAddress(ANY.get(i), to.getPort()));
        }
        return exact;
    }

    private static InetSocketAddress internet(SocketAddress address) {
        return TcpSockets.requireInternet(address);
    }

    synchronized void unbind(SocketAddress address) {
        listeners.remove(address);
    }

    /** An address for the connecting side. */
    synchronized SocketAddress bindClient(SocketAddress remote, @Nullable SocketAddress wanted)
            throws IOException {
        StreamSockets.requireConnectable(remote, wanted);
        if (remote instanceof UnixDomainSocketAddress unix) {
            UnixSockets.checkLength(unix, "connect to");
            return UNNAMED;
        }
        InetSocketAddress local =
                wanted == null
                        ? new InetSocketAddress(loopbackLike(internet(remote).getAddress()), 0)
                        : internet(resolve(wanted));
        InetSocketAddress address = choosePort(local);
        clients.add(address);
        return address;
    }

    synchronized void unbindClient(SocketAddress address) {
        clients.remove(address);
    }

    static InetAddress loopbackLike(InetAddress remote) {
        return InetAddress.ofLiteral(remote instanceof Inet6Address ? "::1" : "127.0.0.1");
    }

    private InetSocketAddress choosePort(InetSocketAddress wanted) throws BindException {
        if (wanted.getPort() != 0) {
            if (isTaken(wanted)) {
                throw new BindException("address already in use: " + wanted);
            }
            return wanted;
        }
        return freePort(wanted.getAddress(), this::isTaken);
    }

    private InetSocketAddress freePort(InetAddress host, Predicate<InetSocketAddress> taken)
            throws BindException {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + nextPort;
            nextPort = (nextPort + 1) % PORTS;
            InetSocketAddress candidate = new InetSocketAddress(host, port);
            if (!taken.test(candidate)) {
                return candidate;
            }
        }
        throw new BindException("no port is free at " + host);
    }

    private boolean isTaken(InetSocketAddress address) {
        if (clients.contains(address) || listeners.containsKey(address)) {
            return true;
        }
        return address.getAddress().isAnyLocalAddress()
                ? listeners.keySet().stream()
                        .anyMatch(
                                a ->
                                        a instanceof InetSocketAddress inet
                                                && inet.getPort() == address.getPort())
                : wildcard(address) != null;
    }

    private @Nullable MemoryListener wildcard(InetSocketAddress address) {
        MemoryListener found = null;
        for (int i = 0; found == null && i < ANY.size(); i++) {
            found = listeners.get(new InetSocketAddress(ANY.get(i), address.getPort()));
        }
        return found;
    }

    /**
     * Who listens at an address.
     *
     * @return null if nobody answers, because there is no such host
     * @throws ConnectException if the host is there and nobody listens
     */
    synchronized @Nullable MemoryListener find(SocketAddress address) throws ConnectException {
        MemoryListener exact = listeners.get(address);
        if (exact != null) {
            return exact;
        }
        MemoryListener found =
                address instanceof InetSocketAddress internet ? wildcard(internet) : null;
        if (found == null && refuses(address)) {
            throw new ConnectException("connection refused: " + address);
        }
        return found;
    }

    private boolean refuses(SocketAddress address) {
        return !(address instanceof InetSocketAddress internet)
                || internet.getAddress().isLoopbackAddress()
                || hosts.contains(internet.getAddress());
    }
}
