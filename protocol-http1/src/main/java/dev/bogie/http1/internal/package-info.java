/**
 * HTTP/1.1 on a connection: machine on one side, exchange on the other.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.http1.internal.Http1Protocol} is the provider. Serving:
 * {@link dev.bogie.http1.internal.ServerHandler} reads heads and begins exchanges; {@link
 * dev.bogie.http1.internal.BlockingExchange} runs a handler that may wait, in a loan, with {@link
 * dev.bogie.http1.internal.RequestBody} and {@link dev.bogie.http1.internal.ResponseStream}; {@link
 * dev.bogie.http1.internal.ProducedResponse} drives a body that never waits. The client's side:
 * {@link dev.bogie.http1.internal.Http1Client}, {@link dev.bogie.http1.internal.ClientHandler},
 * {@link dev.bogie.http1.internal.ClientExchange}.
 *
 * <p><b>Threads.</b> All of the server's side belongs to the connection's driver, exchanges
 * excepted. A client's caller waits on its own thread and talks to the driver by tasks.
 */
package dev.bogie.http1.internal;
