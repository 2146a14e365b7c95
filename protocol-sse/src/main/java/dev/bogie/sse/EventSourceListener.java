package dev.bogie.sse;

import java.time.Duration;

/**
 * What an application does with the events of an {@link EventSource}.
 *
 * <pre>((opened → event*)? → waiting)* → (opened → event*)? → closed</pre>
 *
 * <p>The calls never overlap. They come on the source's own virtual thread and may block; meanwhile
 * nothing is read, until the server feels it.
 */
@FunctionalInterface
public interface EventSourceListener {
    /**
     * An event came.
     *
     * @param event its id is that of the last event that had one
     * @throws Exception ends the source
     */
    void event(Event event) throws Exception;

    /**
     * The server answers with a stream, for the first time or again.
     *
     * @throws Exception ends the source
     */
    default void opened() throws Exception {}

    /**
     * There is no stream now; the next attempt follows by itself.
     *
     * @param why what ended the last one, in a sentence; may hold the server's text
     * @param delay until the next attempt
     * @throws Exception ends the source
     */
    default void waiting(String why, Duration delay) throws Exception {}

    /**
     * No attempt follows. The last call, exactly once.
     *
     * @param why in a sentence: closed, refused for good, given up
     */
    default void closed(String why) {}
}
