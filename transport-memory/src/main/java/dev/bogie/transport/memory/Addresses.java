package dev.bogie.transport.memory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who listens where, which ports are taken, and which names are known. Thread-safe: to listen has
 * an answer at once, also for threads outside the simulation.
 */
final class Addresses {
    private static final int FIRST_PORT = 49_152;
    private static final int LAST_PORT = 65_535;
    private static final int PORTS = LAST_PORT - FIRST_PORT + 1;

    private final Map<InetSocketAddress, MemoryListener> listeners = new HashMap<>();
    private final Set<InetSocketAddress> clients = new HashSet<>();
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
    synchronized InetSocketAddress resolve(SocketAddress address) throws UnknownHostException {
        if (!(address instanceof InetSocketAddress inet)) {
            throw new UnsupportedOperationException(
                    "the memory transport has no UNIX_DOMAIN: it knows internet addresses only, not"
                            + " "
                            + address);
        }
        if (!inet.isUnresolved()) {
            return inet;
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

    synchronized InetSocketAddress bind(SocketAddress wanted, MemoryListener listener)
            throws IOException {
        InetSocketAddress resolved = resolve(wanted);
        InetSocketAddress address = choosePort(resolved);
        listeners.put(address, listener);
        hosts.add(address.getAddress());
        return address;
    }

    synchronized void unbind(InetSocketAddress address) {
        listeners.remove(address);
    }

    /** An address for the connecting side. */
    synchronized InetSocketAddress bindClient(
            InetSocketAddress remote, @Nullable SocketAddress wanted) throws IOException {
        InetSocketAddress local =
                wanted == null
                        ? new InetSocketAddress(loopbackLike(remote.getAddress()), 0)
                        : resolve(wanted);
        InetSocketAddress address = choosePort(local);
        clients.add(address);
        return address;
    }

    synchronized void unbindClient(InetSocketAddress address) {
        clients.remove(address);
    }

    private static InetAddress loopbackLike(InetAddress remote) {
        return InetAddress.ofLiteral(remote instanceof Inet6Address ? "::1" : "127.0.0.1");
    }

    private InetSocketAddress choosePort(InetSocketAddress wanted) throws BindException {
        if (wanted.getPort() != 0) {
            if (isTaken(wanted)) {
                throw new BindException("address already in use: " + wanted);
            }
            return wanted;
        }
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + nextPort;
            nextPort = (nextPort + 1) % PORTS;
            InetSocketAddress candidate = new InetSocketAddress(wanted.getAddress(), port);
            if (!isTaken(candidate)) {
                return candidate;
            }
        }
        throw new BindException("no port is free at " + wanted.getAddress());
    }

    private boolean isTaken(InetSocketAddress address) {
        if (clients.contains(address) || listeners.containsKey(address)) {
            return true;
        }
        return address.getAddress().isAnyLocalAddress()
                ? listeners.keySet().stream().anyMatch(a -> a.getPort() == address.getPort())
                : wildcard(address) != null;
    }

    private @Nullable MemoryListener wildcard(InetSocketAddress address) {
        MemoryListener four =
                listeners.get(
                        new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), address.getPort()));
        return four != null
                ? four
                : listeners.get(
                        new InetSocketAddress(InetAddress.ofLiteral("::"), address.getPort()));
    }

    /**
     * Who listens at an address.
     *
     * @return null if nobody answers, because there is no such host
     * @throws ConnectException if the host is there and nobody listens
     */
    synchronized @Nullable MemoryListener find(InetSocketAddress address) throws ConnectException {
        MemoryListener exact = listeners.get(address);
        MemoryListener found = exact != null ? exact : wildcard(address);
        if (found == null
                && (address.getAddress().isLoopbackAddress()
                        || hosts.contains(address.getAddress()))) {
            throw new ConnectException("connection refused: " + address);
        }
        return found;
    }
}
