package dev.bogie.transport;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.util.Set;

import javax.net.ssl.SSLSession;

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

    /**
     * The peer's address. That of a client of a Unix-domain socket is mostly the unnamed one, with
     * an empty path: {@link #PEER_CREDENTIALS} says more.
     */
    public static final Info<SocketAddress> REMOTE_ADDRESS =
            new Info<>("remote-address", SocketAddress.class);

    /** This side's address. */
    public static final Info<SocketAddress> LOCAL_ADDRESS =
            new Info<>("local-address", SocketAddress.class);

    /** The listener's address, on connections that were accepted. */
    public static final Info<SocketAddress> LISTENER = new Info<>("listener", SocketAddress.class);

    /** The name of the transport that carries the connection now: it may move to another. */
    public static final Info<String> TRANSPORT = new Info<>("transport", String.class);

    /**
     * The application protocol that a layer below has agreed on with the peer: an ALPN id (RFC
     * 7301), one char per byte.
     */
    public static final Info<String> ALPN = new Info<>("alpn", String.class);

    /**
     * The host name that a client asked for in the clear (RFC 6066 §3), in lower case; on
     * connections that were accepted.
     */
    public static final Info<String> SNI = new Info<>("sni", String.class);

    /** The session of TLS: version, cipher suite, certificates. Its presence says that it is on. */
    public static final Info<SSLSession> TLS_SESSION = new Info<>("tls-session", SSLSession.class);

    /**
     * Who has the other end of a connection over a {@linkplain java.net.UnixDomainSocketAddress
     * Unix-domain} socket. Asked of the system each time, which may look names up: ask once, and
     * not for each message. Known where the system tells and the module {@code jdk.net} is there,
     * as long as the connection is open.
     */
    public static final Info<PeerCredentials> PEER_CREDENTIALS =
            new Info<>("peer-credentials", PeerCredentials.class);

    /** What this connection can do; {@link Capability#HALF_CLOSE} may be missing above a layer. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    public static final Info<Set<Capability>> CAPABILITIES =
            new Info<>("capabilities", (Class) Set.class);

    // Written out: those that a record has by itself are linked when first called, and the first
    // connection of a server would wait for that.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Info<?> that && type == that.type && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + type.hashCode();
    }
}
