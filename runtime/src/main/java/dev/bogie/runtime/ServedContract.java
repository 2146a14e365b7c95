package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;

import java.util.List;

/** Makes handlers of connections; follows the registry. */
final class ServedContract<A> {
    private final Class<A> contract;
    private final A application;
    private final List<String> names;
    private final Surroundings surroundings;
    private volatile Current<A> current;

    ServedContract(
            Class<A> contract, A application, List<String> names, Surroundings surroundings) {
        this.contract = contract;
        this.application = application;
        this.names = names;
        this.surroundings = surroundings;
        this.current = choose(surroundings.registry().snapshot());
    }

    @SuppressWarnings("ReferenceEquality") // a snapshot never changes: each is its own version
    ConnectionHandler newHandler() {
        Current<A> known = current;
        Snapshot now = surroundings.registry().snapshot();
        if (known.snapshot() != now) {
            known = choose(now);
            current = known;
        }
        return known.choice().handler(application, surroundings);
    }

    private Current<A> choose(Snapshot snapshot) {
        return new Current<>(snapshot, ProtocolChoice.of(snapshot, contract, names));
    }

    private record Current<A>(Snapshot snapshot, ProtocolChoice<A> choice) {}
}
