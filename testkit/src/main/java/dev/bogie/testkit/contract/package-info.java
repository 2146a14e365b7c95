/**
 * The contract of transports as tests to extend.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.testkit.contract.TransportContract}: the one
 * class that an author extends. Each of the others holds the rules of one theme and runs as a
 * nested class of that one.
 *
 * <p>With the test scope dependency {@code dev.bogie:bogie-testkit} and any JUnit 6 engine, this is
 * all that a stranger's build needs:
 *
 * {@snippet :
 * class MyTransportTest extends TransportContract {
 *     protected Transport transport() {
 *         return new MyTransport();
 *     }
 * }
 * }
 *
 * <p>Tests tagged {@code long} make ten thousand connections; leave the tag out of a default build.
 *
 * <p><b>Threads and time.</b> Tests wait for events, never for time to pass, with one limit of 30
 * seconds for each; where a rule is about time they use the engine's clock, so that virtual time
 * serves as well. Handlers detect turns that overlap and calls out of order by themselves.
 */
package dev.bogie.testkit.contract;
