/**
 * How an event stream runs inside a response, and how a client reads one. Start with {@link
 * dev.bogie.sse.internal.StreamProducer}, which the connection's driver calls; {@link
 * dev.bogie.sse.internal.LiveStream} is what the application holds, {@link
 * dev.bogie.transport.support.Outbox} is where both meet.
 *
 * <p><b>Threads.</b> A producer is touched in turns of its body only. The queue has a lock under
 * which no foreign code runs.
 */
package dev.bogie.sse.internal;
