package dev.bogie.testkit.contract;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What every transport has to keep, as tests. An author extends this class twice, once with the
 * layer:
 *
 * {@snippet :
 * class MyTransportTest extends TransportContract {
 *     protected Transport transport() {
 *         return new MyTransport();
 *     }
 * }
 *
 * class MyTransportBelowALayerTest extends MyTransportTest {
 *     protected Layer layer() {
 *         return new IdentityLayer();
 *     }
 * }
 * }
 *
 * <p>An author of a {@link Layer} extends it in the same way, over a transport that is known to
 * keep it ({@code dev.bogie.transport.memory.MemoryTransport} comes with this module): what the
 * layer gives to the handlers above is held to the same rules. The client side of the layer then
 * talks to its server side, so it needs both, or a counterpart made for the test; {@link
 * #capabilities} is without what the layer takes away, {@link
 * dev.bogie.transport.Capability#FILE_TRANSFER} for most.
 *
 * <p>Both ends of each connection are of the transport under test, in one engine, so that the same
 * tests run where there are no sockets. The name of a test says the rule; its Javadoc says what it
 * is good for and what usually breaks it. Begin with {@link OrderContract}: where that fails, the
 * failures of the others say little.
 */
public abstract class TransportContract {

    /** For subclasses. */
    protected TransportContract() {}

    /**
     * The transport under test.
     *
     * @return maybe a new one at each call
     */
    protected abstract Transport transport();

    /**
     * The settings that its engines are started with.
     *
     * @return the defaults, unless overridden; tests of limits change those that they are about
     */
    protected Settings settings() {
        return Settings.defaults();
    }

    /**
     * What stands between the transport and the handlers of the tests.
     *
     * @return null for nothing, unless overridden
     */
    protected @Nullable Layer layer() {
        return null;
    }

    /**
     * What connections can do, as their handlers see it. A test that needs more is skipped, and
     * says so.
     *
     * @return what the transport declares, unless overridden: less where the layer takes something
     *     away
     */
    protected Set<Capability> capabilities() {
        return transport().capabilities();
    }

    /**
     * Where tests listen. Each call must lead to another address.
     *
     * @return any port of the loopback address, unless overridden
     */
    protected ListenTarget.Bind listenTarget() {
        return ListenTarget.loopback(0);
    }

    /**
     * Whether who connects where these tests listen learns of an abort as a reset.
     *
     * @return true, unless overridden: sockets of the Unix domain tell the end of input instead
     */
    protected boolean tellsResets() {
        return true;
    }

    /**
     * How many connections a crowd is.
     *
     * @return a thousand, unless overridden: fewer where each is dear to open
     */
    protected int crowd() {
        return 1_000;
    }

    /**
     * How often the loops of an engine have gone round, if it has any and counts: shows that none
     * spins.
     *
     * @param engine an engine of {@link #transport}
     * @return empty, unless overridden: the tests that need it are skipped
     */
    protected OptionalLong loopTurns(Engine engine) {
        return OptionalLong.empty();
    }

    /** Who calls what, in which order, on which thread. */
    @Nested
    public class Order extends OrderContract {
        /** Made by JUnit. */
        public Order() {}
    }

    /** What comes in. */
    @Nested
    public class Input extends InputContract {
        /** Made by JUnit. */
        public Input() {}
    }

    /** A connection goes from one handler to the next. */
    @Nested
    public class HandOver extends HandOverContract {
        /** Made by JUnit. */
        public HandOver() {}
    }

    /** What goes out. */
    @Nested
    public class Output extends OutputContract {
        /** Made by JUnit. */
        public Output() {}
    }

    /** How connections end. */
    @Nested
    public class Closing extends ClosingContract {
        /** Made by JUnit. */
        public Closing() {}
    }

    /** What handlers throw. */
    @Nested
    public class Failure extends FailureContract {
        /** Made by JUnit. */
        public Failure() {}
    }

    /** Blocking code as the driver. */
    @Nested
    public class Loan extends LoanContract {
        /** Made by JUnit. */
        public Loan() {}
    }

    /** How loans end that do not just return. */
    @Nested
    public class LoanEnd extends LoanEndContract {
        /** Made by JUnit. */
        public LoanEnd() {}
    }

    /** Tasks from anywhere. */
    @Nested
    public class Task extends TaskContract {
        /** Made by JUnit. */
        public Task() {}
    }

    /** Deadlines, timers and the clock. */
    @Nested
    public class Time extends TimeContract {
        /** Made by JUnit. */
        public Time() {}
    }

    /** Listening. */
    @Nested
    public class Listening extends ListenerContract {
        /** Made by JUnit. */
        public Listening() {}
    }

    /** Connecting. */
    @Nested
    public class Engines extends EngineContract {
        /** Made by JUnit. */
        public Engines() {}
    }

    /** Datagrams. */
    @Nested
    public class Datagrams extends DatagramContract {
        /** Made by JUnit. */
        public Datagrams() {}
    }

    /** How ports for datagrams end. */
    @Nested
    public class DatagramsEnd extends DatagramEndContract {
        /** Made by JUnit. */
        public DatagramsEnd() {}
    }

    /** Sockets that are files. */
    @Nested
    public class UnixDomain extends UnixDomainContract {
        /** Made by JUnit. */
        public UnixDomain() {}
    }

    /** Listening channels that move. */
    @Nested
    public class Adoption extends AdoptionContract {
        /** Made by JUnit. */
        public Adoption() {}
    }

    /** Connections that move. */
    @Nested
    public class Moving extends MovingContract {
        /** Made by JUnit. */
        public Moving() {}
    }

    /** How an engine ends. */
    @Nested
    public class Drain extends DrainContract {
        /** Made by JUnit. */
        public Drain() {}
    }

    /** What must be given back. */
    @Nested
    public class Leak extends LeakContract {
        /** Made by JUnit. */
        public Leak() {}
    }
}
