package dev.bogie.runtime;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramProtocol;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes handlers of datagrams; follows the registry.
 *
 * @param <A> what the application implements
 */
final class ServedDatagrams<A> implements Registry.Follower, Supplier<DatagramHandler> {
    private final Class<A> contract;
    private final A application;
    private final List<String> names;
    private final Surroundings surroundings;
    private volatile @Nullable FollowingDatagrams current;

    /**
     * Nothing made yet.
     *
     * @param contract what the application implements
     * @param application the application
     * @param names the protocols that are wanted; empty for the best that serves the contract
     * @param surroundings what protocols are given
     */
    ServedDatagrams(
            Class<A> contract, A application, List<String> names, Surroundings surroundings) {
        this.contract = contract;
        this.application = application;
        this.names = names;
        this.surroundings = surroundings;
    }

    /** The handler of an address, which is given away as often as that moves. */
    @Override
    public DatagramHandler get() {
        FollowingDatagrams made =
                surroundings.limited(
                        "nobody handles datagrams",
                        () -> new FollowingDatagrams(this::chosen),
                        late -> {});
        current = made;
        return made;
    }

    private FollowingDatagrams.Chosen chosen() {
        Snapshot snapshot = surroundings.registry().snapshot();
        Provider<DatagramProtocol<A>> provider =
                ProtocolChoice.datagrams(snapshot, contract, names);
        DatagramProtocol<A> protocol = provider.service();
        return new FollowingDatagrams.Chosen(
                protocol,
                () ->
                        snapshot.contribution(provider)
                                .noting(
                                        Objects.requireNonNull(
                                                protocol.serveDatagrams(application, surroundings),
                                                "it made no handler")));
    }

    @Override
    public void changed() {
        FollowingDatagrams made = current;
        if (made != null) {
            made.changed();
        }
    }
}
