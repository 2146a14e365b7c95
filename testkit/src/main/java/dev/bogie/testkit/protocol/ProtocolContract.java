package dev.bogie.testkit.protocol;

import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Nested;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every protocol has to keep, as tests. An author extends this class, and shows the protocol
 * by a few sample {@linkplain Conversation conversations}:
 *
 * {@snippet :
 * class ShoutContractTest extends ProtocolContract<Shout> {
 *     protected ConnectionProtocol<Shout> protocol() {
 *         return new ShoutProtocol();
 *     }
 *
 *     protected Shout application() {
 *         return text -> text.toUpperCase(Locale.ROOT);
 *     }
 *
 *     protected List<Conversation> conversations() {
 *         return List.of(
 *                 Conversation.of("two lines").says("one\n").hears("ONE\n")
 *                         .again().says("two\n").hears("TWO\n"));
 *     }
 *
 *     protected Optional<Duration> longestSilence() {
 *         return Optional.of(Duration.ofMinutes(1));
 *     }
 * }
 * }
 *
 * <p>Everything happens on a simulated network in virtual time, so that an hour of silence takes no
 * time; each rule is tried with nothing below the protocol, and through a layer. Input buffers are
 * overwritten after each call. What is left to chance is drawn from {@link
 * dev.bogie.testkit.Seeds}.
 *
 * <p>The name of a test says the rule; its Javadoc says what usually breaks it. Begin with {@link
 * ConversationContract}: where that fails, the failures of the others say little.
 *
 * <p>Threads that a protocol starts by itself, rather than by {@code lend}, are not part of the
 * simulation: the network does not wait for what they are about to do.
 *
 * @param <A> the application contract
 */
public abstract class ProtocolContract<A> {

    /** For subclasses. */
    protected ProtocolContract() {}

    /**
     * The protocol under test.
     *
     * @return maybe a new one at each call
     */
    protected abstract ConnectionProtocol<A> protocol();

    /**
     * An application that the conversations are had with.
     *
     * @return a new one at each call, that knows nothing of the others, unless it has no state
     */
    protected abstract A application();

    /**
     * The samples. The first is the plainest, and its first bytes are those by which the protocol
     * is recognised, if it can be.
     *
     * @return at least one
     */
    protected abstract List<Conversation> conversations();

    /**
     * After what silence of its peer a connection has been ended, whatever had been said before,
     * with the {@link #settings} of the test.
     *
     * @return the time at the most; empty for a protocol that waits for ever on purpose
     */
    protected abstract Optional<Duration> longestSilence();

    /**
     * The settings in force.
     *
     * @return the defaults, unless overridden
     */
    protected Settings settings() {
        return Settings.defaults();
    }

    /**
     * What the protocol finds by {@link dev.bogie.transport.ProtocolContext#find}.
     *
     * @return nothing, unless overridden
     */
    protected List<Protocol<?>> others() {
        return List.of();
    }

    /**
     * Whether a handler may end a connection by throwing this when its peer is at fault.
     *
     * @param cause what a callback threw
     * @return unless overridden, whether it is a checked exception: all else is a mistake of the
     *     protocol
     */
    protected boolean isOwnError(Throwable cause) {
        return cause instanceof Exception && !(cause instanceof RuntimeException);
    }

    /** How the protocol describes itself. */
    @Nested
    public class Description extends DescriptionContract {
        /** Made by JUnit. */
        public Description() {}
    }

    /** How it is recognised by first bytes. */
    @Nested
    public class Recognition extends RecognitionContract {
        /** Made by JUnit. */
        public Recognition() {}
    }

    /** That it says the same however its input is cut. */
    @Nested
    public class Conversations extends ConversationContract {
        /** Made by JUnit. */
        public Conversations() {}
    }

    /** Peers that leave, wherever. */
    @Nested
    public class Leaving extends LeavingContract {
        /** Made by JUnit. */
        public Leaving() {}
    }

    /** Peers that stop reading. */
    @Nested
    public class SlowReader extends SlowReaderContract {
        /** Made by JUnit. */
        public SlowReader() {}
    }

    /** Peers that talk nonsense. */
    @Nested
    public class Garbage extends GarbageContract {
        /** Made by JUnit. */
        public Garbage() {}
    }

    /** A server that ends. */
    @Nested
    public class Draining extends DrainingContract {
        /** Made by JUnit. */
        public Draining() {}
    }

    /** Peers that say nothing more. */
    @Nested
    public class Silence extends SilenceContract {
        /** Made by JUnit. */
        public Silence() {}
    }
}
