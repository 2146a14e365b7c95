package dev.bogie.transport;

import java.util.List;
import java.util.Set;

/**
 * A named protocol for the application contract {@code A}: what bytes mean. Found as a service.
 * Protocols that share a contract are interchangeable: an application written for it is served over
 * whichever is there.
 *
 * <p>This type only names and describes. The kinds of protocol, {@link ConnectionProtocol}, {@link
 * DatagramProtocol} and {@link ClientProtocol} here and others in the modules that define them, are
 * told apart by {@code instanceof}; a provider may be of several kinds. A provider is a public
 * class with a public constructor without arguments that does nothing, is stateless, and may be
 * asked from any thread.
 *
 * @param <A> what an application implements, or a client calls: an interface that names no
 *     transport
 */
public interface Protocol<A> {

    /**
     * The protocol's name.
     *
     * @return lower-case letters, digits, dots and dashes, beginning with a letter; the same at
     *     each call
     */
    String name();

    /**
     * The application contract.
     *
     * @return the class of {@code A}
     */
    Class<A> contract();

    /**
     * The ALPN ids of this protocol (RFC 7301), by which a layer agrees on it with the peer.
     *
     * @return an immutable set, one char per byte of an id; empty if it has none
     */
    default Set<String> alpn() {
        return Set.of();
    }

    /**
     * The rank among protocols of one contract where a rank is all that tells them apart; the
     * highest wins.
     *
     * @return 0 unless overridden
     */
    default int priority() {
        return 0;
    }

    /**
     * The settings that this protocol reads, so that they can be listed and checked.
     *
     * @return an immutable list, the same at each call
     */
    default List<Setting<?>> settings() {
        return List.of();
    }
}
