package dev.bogie.runtime;

import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.support.Sniffer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The protocols that a listening address speaks, checked when it starts: what could never be
 * decided is refused. The rule is the table in {@link ConnectionProtocol}.
 *
 * @param candidates at least one, highest rank first
 * @param <A> the application contract
 */
record ProtocolChoice<A>(List<? extends ConnectionProtocol<A>> candidates) {

    /**
     * The protocols in service for a contract.
     *
     * @param snapshot what is installed
     * @param contract the application contract
     * @param names those that are wanted; empty for all
     * @throws ConfigurationException if there is none, or if connections could not be told apart
     */
    static <A> ProtocolChoice<A> of(Snapshot snapshot, Class<A> contract, List<String> names) {
        List<Provider<ConnectionProtocol<A>>> candidates =
                wanted(snapshot, kind(ConnectionProtocol.class), contract, names);
        check(candidates);
        return new ProtocolChoice<>(
                candidates.stream()
                        .map(c -> snapshot.contribution(c).noting(c.service()))
                        .toList());
    }

    /** The client protocol for a contract: the named one, or the one of highest rank. */
    static <C> ClientProtocol<C> client(Snapshot snapshot, Class<C> contract, List<String> names) {
        List<Provider<ClientProtocol<C>>> candidates =
                wanted(snapshot, kind(ClientProtocol.class), contract, names);
        return best("a client", candidates).service();
    }

    /** The protocol of datagrams for a contract, chosen in the same way. */
    static <A> Provider<DatagramProtocol<A>> datagrams(
            Snapshot snapshot, Class<A> contract, List<String> names) {
        return best("datagrams", wanted(snapshot, kind(DatagramProtocol.class), contract, names));
    }

    private static <P extends Protocol<?>> Provider<P> best(
            String what, List<Provider<P>> candidates) {
        Provider<P> best = candidates.getFirst();
        if (candidates.size() > 1) {
            Provider<P> next = candidates.get(1);
            if (next.service().priority() == best.service().priority()) {
                throw ambiguous("have the same priority for " + what, best, next);
            }
        }
        return best;
    }

    /** The handler of a new connection. */
    ConnectionHandler handler(A application, ProtocolContext context) {
        if (candidates.size() == 1) {
            return candidates.getFirst().serve(application, context);
        }
        long within = context.settings().get(RuntimeSettings.SNIFF_TIME).toNanos();
        return new Sniffer<>(candidates, application, context, within);
    }

    /** What a layer may agree on with a peer: the ids of the highest rank first. */
    List<String> alpn() {
        return candidates.stream().flatMap(p -> p.alpn().stream().sorted()).toList();
    }

    private static <P extends Protocol<?>> List<Provider<P>> wanted(
            Snapshot snapshot, Class<P> kind, Class<?> contract, List<String> names) {
        List<Provider<P>> all = Registry.protocols(snapshot, kind, contract);
        List<String> known = all.stream().map(Provider::name).toList();
        String side = side(kind);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ConfigurationException(
                        "no protocol '"
                                + name
                                + "' "
                                + side
                                + contract.getName()
                                + NearestName.question(name, known)
                                + "; installed: "
                                + Registry.list(known)
                                + Registry.skipped(snapshot, Protocol.class));
            }
        }
        if (all.isEmpty()) {
            throw new ConfigurationException(
                    "no protocol that "
                            + side
                            + contract.getName()
                            + " is installed; there are: "
                            + Registry.list(installed(snapshot))
                            + Registry.skipped(snapshot, Protocol.class));
        }
        return names.isEmpty() ? all : all.stream().filter(p -> names.contains(p.name())).toList();
    }

    private static String side(Class<?> kind) {
        if (kind == ClientProtocol.class) {
            return "is a client of ";
        }
        return kind == DatagramProtocol.class ? "serves datagrams of " : "serves ";
    }

    private static List<String> installed(Snapshot snapshot) {
        return snapshot.protocols().stream()
                .map(p -> p.name() + " (" + p.service().contract().getName() + ")")
                .sorted()
                .toList();
    }

    private static <A> void check(List<Provider<ConnectionProtocol<A>>> candidates) {
        Map<String, Provider<ConnectionProtocol<A>>> ids = new HashMap<>();
        List<Provider<ConnectionProtocol<A>>> unrecognised = new ArrayList<>();
        for (Provider<ConnectionProtocol<A>> candidate : candidates) {
            ConnectionProtocol<A> protocol = candidate.service();
            for (String id : protocol.alpn()) {
                Provider<ConnectionProtocol<A>> other = ids.put(id, candidate);
                if (other != null) {
                    throw ambiguous("both claim the ALPN id '" + id + "'", other, candidate);
                }
            }
            if (protocol.speaksFirst() && candidates.size() > 1) {
                Provider<ConnectionProtocol<A>> other =
                        candidates.get(candidates.getFirst().equals(candidate) ? 1 : 0);
                throw ambiguous(
                        "cannot share an address, since the server speaks first in '"
                                + candidate.name()
                                + "'",
                        candidate,
                        other);
            }
            if (protocol.sniffLimit() == 0) {
                unrecognised.add(candidate);
            }
        }
        if (unrecognised.size() > 1) {
            throw ambiguous(
                    "cannot be told apart by their first bytes",
                    unrecognised.get(0),
                    unrecognised.get(1));
        }
    }

    private static ConfigurationException ambiguous(
            String why, Provider<?> one, Provider<?> other) {
        return new ConfigurationException(
                "the protocols "
                        + one
                        + " and "
                        + other
                        + " "
                        + why
                        + "; name the one that is wanted, or remove one");
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments; contract() tells them
    private static <P extends Protocol<?>> Class<P> kind(Class<?> kind) {
        return (Class<P>) kind;
    }
}
