package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Makes handlers of connections; follows the registry.
 *
 * @param contract what the application implements
 * @param application shared by all connections
 * @param names the protocols that are wanted; empty for all
 * @param surroundings what protocols are given
 */
record ServedContract<A>(
        Class<A> contract, A application, List<String> names, Surroundings surroundings)
        implements Registry.Follower {

    /**
     * What is asked for, as the key of what is chosen. The methods that a record has by itself are
     * linked when first called, for which the first connection would wait.
     */
    private record Asked(Class<?> contract, List<String> names) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Asked that
                    && contract == that.contract
                    && names.equals(that.names);
        }

        @Override
        public int hashCode() {
            return 31 * contract.hashCode() + names.hashCode();
        }
    }

    /** The handler of a new connection, below all layers. */
    ConnectionHandler newHandler(Layering layering) {
        ProtocolChoice<A> choice = choose(surroundings.registry().snapshot());
        return layering.serverSide(choice.handler(application, surroundings), choice.alpn());
    }

    /** What is spoken at this moment. */
    ProtocolChoice<A> choose(Snapshot snapshot) {
        return snapshot.derive(
                new Asked(contract, names), s -> ProtocolChoice.of(s, contract, names));
    }

    /** A newcomer must not make undecidable what is decided today. */
    @Override
    public void check(Snapshot now, Snapshot next) {
        try {
            choose(now);
        } catch (ConfigurationException e) {
            return;
        }
        choose(next);
    }
}
