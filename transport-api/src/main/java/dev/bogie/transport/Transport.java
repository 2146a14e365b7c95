package dev.bogie.transport;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One named way to move bytes: a stateless descriptor, found as a service, and the factory of
 * {@link Engine}s.
 *
 * <p>A provider is a public class with a public constructor without arguments that does nothing; it
 * may live in a package that its module does not export. Providers are asked from any thread.
 *
 * <p>The order of calls is {@code availability → start}; a transport that is unavailable is never
 * started. Each {@code start} makes an engine that shares nothing with any other.
 *
 * <p>An author of a transport implements {@link dev.bogie.transport.support.StreamPort}, lets the
 * tools of {@code dev.bogie.transport.support} do what is the same for all, and proves the result
 * with the contract tests of {@code dev.bogie.testkit}.
 */
public interface Transport {

    /**
     * The name that a user selects this transport by, as in {@code --transport nio}.
     *
     * @return lower-case letters, digits and dashes, beginning with a letter; the same at each call
     */
    String name();

    /**
     * The rank among available transports when none is asked for by name; the highest wins, and two
     * of one rank are told apart by name, alphabetically.
     *
     * @return 0 unless overridden
     */
    default int priority() {
        return 0;
    }

    /**
     * Whether this transport can work here. Must not open anything.
     *
     * @param context what {@link #start} would be given
     * @return available, or why it is not and what would cure that
     */
    Availability availability(TransportContext context);

    /**
     * What this transport can do beyond the least. What it does not declare, its engine refuses
     * with an error that names the capability.
     *
     * @return an immutable set, the same at each call
     */
    Set<Capability> capabilities();

    /**
     * The settings that this transport reads, so that they can be listed and checked.
     *
     * @return an immutable list, the same at each call
     */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Starts an engine.
     *
     * @param context settings, threads and buffers; the engine may keep it
     * @return a running engine; the caller closes it
     * @throws IOException if the operating system refuses what the engine needs
     */
    Engine start(TransportContext context) throws IOException;
}
