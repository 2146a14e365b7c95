/**
 * Server-sent events (WHATWG HTML §9.2) as an application sees them.
 *
 * <p>A server implements {@link dev.bogie.sse.SseHandler}, which is given an {@link
 * dev.bogie.sse.EventStream} for each client and sends an {@link dev.bogie.sse.Event} through it.
 * The protocol {@code sse}, found as a service, makes an HTTP handler of it, which is put where any
 * other is: on a route, behind filters. What goes to many is a {@link dev.bogie.sse.SharedEvent}.
 * The limits are {@link dev.bogie.sse.SseSettings}.
 *
 * <p>A client is an {@link dev.bogie.sse.EventSource} with a {@link
 * dev.bogie.sse.EventSourceListener}.
 *
 * <p><b>Threads.</b> Streams and events are safe for any thread.
 */
package dev.bogie.sse;
