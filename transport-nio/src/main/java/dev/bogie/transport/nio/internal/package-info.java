/**
 * The NIO transport.
 *
 * <p><b>Reading order.</b> {@code NioTransport} is the service, {@code NioEngine} what it starts. A
 * {@code Loop} is one thread with a selector; {@code NioStream} is a connection on it, {@code
 * Acceptor} a listening channel, {@code Connector} an attempt to connect, {@code Delayed} a timer.
 * {@code Inbox} is how other threads reach a loop, {@code OpenStreams} how a drain is counted.
 *
 * <p><b>Threads.</b> Everything belongs to its loop's thread except where a comment says otherwise.
 * A lent connection belongs to its borrower; {@code NioStream} says how the two meet.
 *
 * <p><b>Buffers.</b> A loop has one, to read into; all others come from the context's pool and go
 * back to it when they are empty.
 */
package dev.bogie.transport.nio.internal;
