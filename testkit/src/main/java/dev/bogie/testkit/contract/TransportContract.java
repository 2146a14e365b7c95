package dev.bogie.testkit.contract;

import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

import java.util.OptionalLong;

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
     * Where tests listen. Each call must lead to another address.
     *
     * @return any port of the loopback address, unless overridden
     */
    protected ListenTarget.Bind listenTarget() {
        return ListenTarget.loopback(0);
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
}
