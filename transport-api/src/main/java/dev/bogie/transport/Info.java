package dev.bogie.transport;

import java.net.SocketAddress;
import java.util.Set;

/**
 * The typed key of a fact about a connection, asked for with {@link Connection#info}. A transport
 * answers what it knows; a layer answers its own facts and asks below for the rest. Two keys are
 * the same if name and type are equal.
 *
 * @param name for people, lower-case with dashes
 * @param type the type of the fact
 * @param <T> the type of the fact
 */
public record Info<T>(String name, Class<T> type) {

    /** The peer's address. */
    public static final Info<SocketAddress> REMOTE_ADDRESS =
            new Info<>("remote-address", SocketAddress.class);

    /** This side's address. */
    public static final Info<SocketAddress> LOCAL_ADDRESS =
            new Info<>("local-address", SocketAddress.class);

    /** The listener's address, on connections that were accepted. */
    public static final Info<SocketAddress> LISTENER = new Info<>("listener", SocketAddress.class);

    /** The name of the transport that carries the connection. */
    public static final Info<String> TRANSPORT = new Info<>("transport", String.class);

    /** What this connection can do; {@link Capability#HALF_CLOSE} may be missing above a layer. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    public static final Info<Set<Capability>> CAPABILITIES =
            new Info<>("capabilities", (Class) Set.class);
}
