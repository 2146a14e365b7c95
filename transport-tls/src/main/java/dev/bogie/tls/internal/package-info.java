/**
 * The glue between the machine and a connection. {@link dev.bogie.tls.internal.TlsHandler} is the
 * handler below, {@link dev.bogie.tls.internal.TlsPort} what the connection above reads and writes;
 * {@link dev.bogie.tls.internal.TlsStream} has the bytes of both.
 *
 * <p><b>Threads.</b> All of it is the driver's, but for what says <i>any thread</i>.
 *
 * <p><b>Buffers.</b> Those that a step works in come from a pool and go back after it; between
 * turns a connection keeps an unfinished record, or plaintext that did not fit above.
 */
package dev.bogie.tls.internal;
