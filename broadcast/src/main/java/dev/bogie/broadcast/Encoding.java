package dev.bogie.broadcast;

/**
 * How a message looks to one kind of subscriber. All subscribers of the kind are sent the same
 * result, so it must be immutable, or a buffer that each of them duplicates. It is made once;
 * should two threads race to be the first, the result of one of them is dropped unseen.
 *
 * <p>Two subscribers are of one kind if they subscribe with the same object.
 *
 * @param <M> the messages of the topic
 * @param <E> what is sent, for example a direct read-only {@link java.nio.ByteBuffer}
 */
@FunctionalInterface
public interface Encoding<M, E> {

    /**
     * Encodes. Called on the thread that publishes, or, for what was published before the first
     * subscriber of the kind came, on a subscriber's; must not block.
     *
     * @param position the position of the message, as a subscriber gives it back to {@link
     *     Topic#subscribe}
     * @param message the message
     * @return what is sent
     */
    E encode(String position, M message);
}
