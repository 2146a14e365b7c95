package dev.bogie.transport;

import java.util.List;

/**
 * What a protocol is given beside its application. Thread-safe; the same for all connections of a
 * listener.
 */
public interface ProtocolContext {

    /**
     * The settings in force.
     *
     * @return immutable settings
     */
    Settings settings();

    /**
     * Where a protocol's threads come from.
     *
     * @return a thread-safe source
     */
    Threads threads();

    /**
     * The protocols of a kind that serve a contract, so that one protocol may be entered from
     * another (an upgrade) without either knowing the other's module.
     *
     * @param kind the interface that defines the kind, for example {@code ExchangeProtocol.class}
     * @param contract the application contract
     * @param <P> the kind
     * @return those in service now, the highest {@link Protocol#priority} first; maybe empty
     */
    <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract);
}
