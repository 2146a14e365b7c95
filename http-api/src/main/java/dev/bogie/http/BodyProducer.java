package dev.bogie.http;

import dev.bogie.transport.Closed;

/**
 * Makes a body on the driver of its connection, without ever waiting: what an event stream is made
 * of, of which a server holds many thousands with no thread each.
 *
 * <pre>opened → (writable | deadline | draining | peerEnded | task)* → closed</pre>
 *
 * <p>The calls never overlap, so a producer needs no lock. {@code writable} comes once after {@code
 * opened} if there is room, and again each time that there is room once more; a body on demand
 * writes there while {@link BodySink#isWritable}. Whoever has something to send from another thread
 * hands it over with {@link BodySink#execute}, keeping at most one task in flight for what it
 * queued. An exception from any of these ends the connection visibly.
 *
 * {@snippet :
 * class Lines implements BodyProducer {
 *     private final Iterator<String> lines;
 *     private BodySink sink;
 *
 *     public void opened(BodySink sink) {
 *         this.sink = sink;
 *     }
 *
 *     public void writable() {
 *         while (sink.isWritable()) {
 *             if (!lines.hasNext()) {
 *                 sink.end();
 *                 return;
 *             }
 *             sink.write(UTF_8.encode(lines.next()));
 *         }
 *     }
 * }
 * }
 */
public interface BodyProducer {
    /**
     * The head of the message has been written; it leaves with the end of this turn. If the body is
     * not sent at all (the connection was lost before, or the request was a HEAD), {@link #closed}
     * comes without this.
     *
     * @param sink where the body goes; valid until {@link #closed}
     * @throws Exception ends the connection
     */
    void opened(BodySink sink) throws Exception;

    /**
     * There is room: see above.
     *
     * @throws Exception ends the connection
     */
    default void writable() throws Exception {}

    /**
     * The time asked for with {@link BodySink#deadline} has come.
     *
     * @param now on the clock of {@link BodySink#nanoTime}
     * @throws Exception ends the connection
     */
    default void deadline(long now) throws Exception {}

    /**
     * The server is stopping. An endless body should come to a good end now.
     *
     * @param until when it will be aborted, on the clock of {@link BodySink#nanoTime}; told again
     *     when it is brought forward
     * @throws Exception ends the connection
     */
    default void draining(long until) throws Exception {}

    /**
     * The peer has ended its side, so it has probably left: an endless body should end. A finite
     * one may go on, as the peer may still read.
     *
     * @throws Exception ends the connection
     */
    default void peerEnded() throws Exception {}

    /**
     * The last call, exactly once: releases what the producer holds.
     *
     * @param how {@code Finished} if all of it left; otherwise why not
     */
    default void closed(Closed how) {}
}
