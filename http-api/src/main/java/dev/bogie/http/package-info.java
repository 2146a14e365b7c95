/**
 * HTTP as a function: {@code Response handle(Request)}. A server consumes an {@link
 * dev.bogie.http.HttpHandler}, a client is one, and filters stand between, the same on both sides.
 *
 * <p>Start with {@link dev.bogie.http.HttpHandler}, then {@link dev.bogie.http.Request}, {@link
 * dev.bogie.http.Response} and {@link dev.bogie.http.Body} with its kinds. Who writes what comes
 * bit by bit reads {@link dev.bogie.http.BodyProducer}; who writes a protocol inside an exchange,
 * {@link dev.bogie.http.ExchangeProtocol}; whose application is to be found by its name, {@link
 * dev.bogie.http.HttpApplication}.
 *
 * <p><b>Threads.</b> Values are immutable and safe for any thread. A handler runs on a virtual
 * thread of its own and may wait, unless it is {@link dev.bogie.http.NonBlocking}. Bodies belong to
 * one thread at a time.
 *
 * <p><b>Buffers.</b> A buffer given to a body or a sink belongs to it from then on; read-only
 * direct ones may be given to any number.
 */
package dev.bogie.http;
