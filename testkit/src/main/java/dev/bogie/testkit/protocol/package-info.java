/**
 * The contract of protocols as tests to extend.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.testkit.protocol.ProtocolContract}, the one
 * class that an author extends, and {@link dev.bogie.testkit.protocol.Conversation}, by which it
 * gets to know the protocol. Each of the others holds the rules of one theme and runs as a nested
 * class of the first.
 *
 * <p>With the test scope dependency {@code dev.bogie:bogie-testkit} and any JUnit 6 engine, that is
 * all that a stranger's build needs.
 *
 * <p><b>Threads and time.</b> Everything happens on a {@link dev.bogie.transport.memory.Network},
 * in virtual time. Nothing is measured in real time, but for a test in which nothing happens for
 * {@link dev.bogie.testkit.Patience#limit}: it ends, and says where it hung.
 *
 * <p><b>Buffers.</b> The protocol under test sees copies of its input that are overwritten when the
 * call returns.
 */
package dev.bogie.testkit.protocol;
