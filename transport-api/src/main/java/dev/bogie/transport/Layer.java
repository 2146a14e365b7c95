package dev.bogie.transport;

import java.util.List;

/**
 * What stands between a transport and a protocol: handler to what is below, connection to what is
 * above (TLS, PROXY protocol, a recorder). Found as a service: a public class with a public
 * constructor without arguments that does nothing; asked from any thread. Of several, the one named
 * first is next to the transport. Neither neighbour can tell that it is there, but by asking for
 * {@link Info}.
 *
 * <p>A layer opens the handler above when it is ready: at once, or after it has spoken with the
 * peer. If the connection ends before, the handler above gets no call at all, and {@link
 * LayerContext#refused} is told the cause.
 *
 * <p><b>Three kinds</b>, from the least work to the most:
 *
 * <ul>
 *   <li>One that is done once the connection has begun, as with a header, is a handler that hands
 *       over: {@code switchTo(above)} opens the handler above, and nothing stands between any more.
 *   <li>One that leaves the bytes and changes a call, or a fact, is a {@link
 *       dev.bogie.transport.support.PassingHandler} that opens the handler above with a connection
 *       of its own. That passes every call on; the next handler of {@code switchTo} and the
 *       connection of {@code lend} have to be wrapped in the same way.
 *   <li>One with other bytes above than below has a {@link
 *       dev.bogie.transport.support.StreamConnection} above, which keeps the whole contract of
 *       {@link Connection}, over a {@link dev.bogie.transport.support.StreamPort} that reads and
 *       writes the connection below. Each turn above runs inside a turn below.
 * </ul>
 *
 * <p>What the last kind has to pass on:
 *
 * <table class="striped">
 * <caption>What the connection below tells, and what becomes of it above</caption>
 * <thead><tr><th scope="col">told</th><th scope="col">done</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code opened}</th><td>{@code open}, now or later</td></tr>
 * <tr><th scope="row">{@code received}</th><td>{@code turn(READABLE, …)}, again while that says that
 * there is more; the port reads this buffer, and what it leaves stays below</td></tr>
 * <tr><th scope="row">{@code inputEnded}</th><td>{@code inputEndsAs}, and the same turn, whose read
 * returns −1 behind the last byte; the answer is {@link AfterInput#KEEP_OPEN}, for to close is for
 * the handler above to say</td></tr>
 * <tr><th scope="row">{@code writable}, {@code deadline}</th><td>{@code turn(WRITABLE, …)}, {@code
 * turn(0, …)}</td></tr>
 * <tr><th scope="row">{@code draining}, {@code peerEnded}, {@code closed}</th><td>{@code drain}, {@code
 * peerEnded}, {@code lost}</td></tr>
 * <tr><th scope="row">{@code turnEnding}</th><td>in a loan {@code flush}: nobody else moves what waits
 * above; otherwise nothing</td></tr>
 * </tbody>
 * </table>
 *
 * <table class="striped">
 * <caption>What the connection above asks of its port, and what that asks below</caption>
 * <thead><tr><th scope="col">asked</th><th scope="col">done</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@code read}</th><td>takes from what is unread below: the buffer of the present
 * {@code received}, or in a loan {@link BlockingConnection#input}</td></tr>
 * <tr><th scope="row">{@code write}</th><td>{@link Connection#write}; then {@link
 * Connection#isWritable}, so that {@code writable} is told below when there is room again</td></tr>
 * <tr><th scope="row">{@code flush}, {@code pending}</th><td>the same below: or the marks above never
 * see a slow reader, and a flush in a loan sends nothing</td></tr>
 * <tr><th scope="row">{@code endOutput}, {@code close}, {@code reset}</th><td>{@code end} if there is
 * {@link Capability#HALF_CLOSE}; {@code close}, and false; {@code abort}</td></tr>
 * <tr><th scope="row">{@code turnEnded}</th><td>{@code deadline}, {@code pauseInput} when input is
 * no longer wanted, {@code resumeInput} when it is again. Each only when it has changed: who
 * resumes after every turn is called again and again</td></tr>
 * <tr><th scope="row">{@code wake}</th><td>{@code execute} a task that takes {@code turn(0, …)}, and
 * in a loan flushes; one that waits is enough, or {@code transport.max-tasks} are used up</td></tr>
 * <tr><th scope="row">{@code lend}</th><td>{@code lend} a body that calls {@code runLoan}, with what is
 * left until the {@code dueAt} of the last {@code turnEnded} as its limit</td></tr>
 * <tr><th scope="row">{@code await}</th><td>in the loan below: {@code awaitInput}, where false is the
 * end, if input is asked for; otherwise {@code awaitWritable}, or {@code awaitFlushed} if it is
 * writable</td></tr>
 * <tr><th scope="row">{@code info}</th><td>the layer's own facts, then those below, {@link
 * Info#CAPABILITIES} without {@link Capability#FILE_TRANSFER}</td></tr>
 * </tbody>
 * </table>
 *
 * <p>{@code IdentityLayer} of {@code dev.bogie.testkit} is this table as code. The proof of a layer
 * is that module's {@code TransportContract}, with the layer between.
 */
public interface Layer {

    /**
     * The layer's name.
     *
     * @return lower-case letters, digits and dashes, beginning with a letter; the same at each call
     */
    String name();

    /**
     * The settings that this layer reads.
     *
     * @return an immutable list, the same at each call
     */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Makes this layer ready for one server or one client: the place to read what its settings
     * name, and to say what is wrong with that while somebody is there who can put it right.
     * Whoever puts a server or a client together calls it before anything is listened on or opened,
     * and before the first {@link #wrap} with these settings; a client that comes to a layer by an
     * address calls it then. Never called on a driver: it may block for a moment.
     *
     * <p>May be called again for the same side and settings, by any thread: as whenever what is
     * installed changes. It is quick then.
     *
     * @param side which side
     * @param context the settings in force, which {@link #wrap} will be given too
     * @throws Exception if connections could not be had with these settings: the server or client
     *     does not start. The message is one line for people: what is wrong, where, what to do
     */
    default void prepare(LayerContext.Side side, TransportContext context) throws Exception {}

    /**
     * Wraps a handler: once for each connection, before there is one. For a server called on a
     * thread of the engine, for a client by whoever connects: must be quick.
     *
     * @param above the handler above, new: it has not been {@code opened}, and is this layer's to
     *     open
     * @param context which side this is, and whom it talks to; may be kept as long as the
     *     connection lasts
     * @return the handler for the connection below; {@code above} itself to stay out of this one
     * @throws RuntimeException if there can be no connection: one that was accepted is reset, and
     *     the reason logged; a client's connect fails with it
     */
    ConnectionHandler wrap(ConnectionHandler above, LayerContext context);
}
