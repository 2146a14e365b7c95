package dev.bogie.transport.memory;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How a stream of bytes is cut into the pieces in which it is read. A real network cuts where it
 * likes; a protocol that is right does not notice.
 *
 * <p>Called under the simulation's control, one call at a time.
 */
@FunctionalInterface
public interface Splits {

    /**
     * Decides the size of one read.
     *
     * @param offset how many bytes of this direction of the connection were read before
     * @param available how many could be read now, &gt; 0
     * @param random the seeded source; use no other
     * @return how many are read, from 1 to {@code available}; what is beyond is brought back into
     *     that range
     */
    int next(long offset, int available, RandomGenerator random);

    /**
     * No cuts: each read gets all that has arrived.
     *
     * @return the rule
     */
    static Splits whole() {
        return (offset, available, random) -> available;
    }

    /**
     * Cuts drawn from the seed: small pieces are as likely as large ones.
     *
     * @return the rule
     */
    static Splits random() {
        return (offset, available, random) -> {
            int bits = 32 - Integer.numberOfLeadingZeros(available);
            return 1 + random.nextInt(Math.min(available, 1 << random.nextInt(bits + 1)));
        };
    }

    /**
     * Pieces of a size; 1 is byte by byte.
     *
     * @param bytes the most in one read, &gt; 0
     * @return the rule
     */
    static Splits atMost(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("pieces of " + bytes + " bytes");
        }
        return (offset, available, random) -> Math.min(available, bytes);
    }

    /**
     * Cuts at given places and nowhere else, as far as the bytes arrive together. To try each place
     * in turn is the test that finds most mistakes in parsers.
     *
     * @param offsets places, counted in bytes from the beginning of each direction
     * @return the rule
     */
    static Splits at(long... offsets) {
        long[] sorted = offsets.clone();
        Arrays.sort(sorted);
        return (offset, available, random) -> {
            int index = Arrays.binarySearch(sorted, offset + 1);
            int next = index < 0 ? -index - 1 : index;
            return next == sorted.length
                    ? available
                    : (int) Math.min(available, sorted[next] - offset);
        };
    }
}
