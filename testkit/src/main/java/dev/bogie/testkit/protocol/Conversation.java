package dev.bogie.testkit.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client says to a server, and what it must be answered: the sample by which {@link
 * ProtocolContract} knows a protocol.
 *
 * {@snippet :
 * Conversation.of("two lines")
 *         .says("one\r\n").hears("ONE\r\n")
 *         .again()
 *         .says("two\r\n").hears("TWO\r\n");
 * }
 *
 * <p>The client says what comes next when it has heard what comes before. Keep conversations short,
 * a few hundred bytes: each is had once for every place at which it can be cut. Let one of them
 * leave the connection open, and one have a part that may be had {@link #again}. Text is
 * ISO-8859-1, one byte a character.
 *
 * <p>Immutable: each method makes a new one.
 *
 * @param name for messages
 * @param steps what happens, in order
 * @param repeated the index of the step at which the part begins that may be had again; -1 for none
 */
public record Conversation(String name, List<Step> steps, int repeated) {

    /** One thing that happens. */
    public sealed interface Step {

        /**
         * The client says something.
         *
         * @param text ISO-8859-1
         */
        record Says(String text) implements Step {
            byte[] bytes() {
                return text.getBytes(StandardCharsets.ISO_8859_1);
            }
        }

        /**
         * The server says something.
         *
         * @param text how it was given, for messages
         * @param pattern what it says, to the last byte
         */
        record Hears(String text, Pattern pattern) implements Step {}

        /** The client ends its output. */
        record Ends() implements Step {}

        /** The server ends its output, or the connection. */
        record Closes() implements Step {}
    }

    /**
     * A conversation of steps.
     *
     * @param name for messages
     * @param steps copied
     * @param repeated from which step on it may be had again; -1 for none
     */
    public Conversation {
        steps = List.copyOf(steps);
    }

    /**
     * A conversation in which nothing is said yet.
     *
     * @param name for messages
     * @return to be continued
     */
    public static Conversation of(String name) {
        return new Conversation(name, List.of(), -1);
    }

    /**
     * The client says something.
     *
     * @param text ISO-8859-1, at least one character
     * @return this and that
     */
    public Conversation says(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("to say nothing is no step");
        }
        return and(new Step.Says(text));
    }

    /**
     * The server says exactly this.
     *
     * @param text ISO-8859-1
     * @return this and that
     */
    public Conversation hears(String text) {
        return and(new Step.Hears(text, Pattern.compile(Pattern.quote(text))));
    }

    /**
     * The server says something of this kind: for dates, keys, and whatever else is another each
     * time. The pattern must tell where it ends: {@code [^\r]*\r\n} does, {@code .*} does not.
     *
     * @param regex of {@link Pattern}, where a dot is any character
     * @return this and that
     */
    public Conversation hearsLike(String regex) {
        return and(new Step.Hears(regex, Pattern.compile(regex, Pattern.DOTALL)));
    }

    /**
     * The client ends its output.
     *
     * @return this and that
     */
    public Conversation ends() {
        return and(new Step.Ends());
    }

    /**
     * The server ends the connection. Whoever does not say so expects it to stay open.
     *
     * @return this and that
     */
    public Conversation closes() {
        return and(new Step.Closes());
    }

    /**
     * What follows may be had again and again on one connection, with the same answers, and asked
     * again before it is answered: it is how a peer that sends much and reads nothing is played. It
     * consists of things said and heard.
     *
     * @return this, with a mark
     */
    public Conversation again() {
        if (repeated >= 0) {
            throw new IllegalStateException("said before");
        }
        return new Conversation(name, steps, steps.size());
    }

    private Conversation and(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Conversation(name, more, repeated);
    }

    // For the contract

    /** Whether it leaves the connection open. */
    boolean staysOpen() {
        return steps.stream().noneMatch(s -> s instanceof Step.Closes || s instanceof Step.Ends);
    }

    /** How many bytes the client says. */
    int length() {
        return said(steps).length;
    }

    /** The first bytes of what the client says. */
    byte[] beginning(int bytes) {
        return Arrays.copyOf(said(steps), bytes);
    }

    /** What the client says behind these. */
    byte[] rest(int bytes) {
        byte[] all = said(steps);
        return Arrays.copyOfRange(all, bytes, all.length);
    }

    /** All that the client says. */
    static byte[] said(List<Step> steps) {
        StringBuilder all = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Says says) {
                all.append(says.text());
            }
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What comes before the part that may be had again. */
    List<Step> before() {
        return steps.subList(0, Math.max(0, repeated));
    }

    /** The part that may be had again. */
    List<Step> part() {
        return repeated < 0 ? List.of() : steps.subList(repeated, steps.size());
    }

    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
