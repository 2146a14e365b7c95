package dev.bogie.transport;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A protocol that is spoken on the bytes of a connection, the server's side.
 *
 * <p><b>Selection.</b> Of the protocols that serve the contract of a listening address, each
 * connection gets one:
 *
 * <table class="striped">
 * <caption>How the protocol of a connection is chosen</caption>
 * <thead><tr><th scope="col">what is known</th><th scope="col">choice</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">a layer below agreed on an ALPN id</th><td>the one protocol whose {@link #alpn}
 * holds it</td></tr>
 * <tr><th scope="row">one candidate</th><td>that one, unseen</td></tr>
 * <tr><th scope="row">several</th><td>the vote of {@link #match} on the first bytes: the first
 * {@link Match#YES} once all of higher {@link #priority} have said {@link Match#NO}</td></tr>
 * <tr><th scope="row">all say {@code NO}, or nobody can say in {@link #sniffLimit} bytes or before the
 * deadline that runs from the accept ({@code runtime.sniff-time})</th><td>none: the connection is aborted, with the reason</td></tr>
 * </tbody>
 * </table>
 *
 * <p>What could never be decided is an error when the server starts: two protocols with one ALPN
 * id, a protocol that {@linkplain #speaksFirst speaks first} beside another, two of which neither
 * can be recognised.
 *
 * @param <A> what an application implements
 */
public interface ConnectionProtocol<A> extends Protocol<A> {

    /**
     * Makes the handler of one connection. Called on the driver of a new connection: must be quick.
     *
     * @param application the application, shared by all connections
     * @param context what else the protocol may use, the same for all connections of a listener
     * @return a new handler; its {@code opened} follows
     */
    ConnectionHandler serve(A application, ProtocolContext context);

    /**
     * Whether the server sends before the client does, as in SMTP. Such a protocol cannot be
     * recognised by first bytes.
     *
     * @return false unless overridden
     */
    default boolean speaksFirst() {
        return false;
    }

    /**
     * Where a server listens for this protocol, and for it alone, without having been told so: when
     * it offers an application of the contract. For protocols with a port of their own, such as
     * IRC.
     *
     * @param settings the settings in force, in which the protocol may have its port
     * @return the port, 0 to let the system choose; empty for none
     */
    default OptionalInt port(Settings settings) {
        return OptionalInt.empty();
    }

    /**
     * How many first bytes {@link #match} needs at the most to say yes or no.
     *
     * @return bytes; 0 if this protocol cannot be recognised by its first bytes
     */
    default int sniffLimit() {
        return 0;
    }

    /**
     * Recognises the protocol by its first bytes. Pure: the answer depends on the bytes only, and
     * once it was {@code YES} or {@code NO}, more bytes do not change it.
     *
     * @param firstBytes read-only, position 0; at least one byte
     * @return the vote; {@link Match#MORE} is not heard any more once {@link #sniffLimit} bytes are
     *     there
     */
    default Match match(ByteBuffer firstBytes) {
        return Match.NO;
    }
}
