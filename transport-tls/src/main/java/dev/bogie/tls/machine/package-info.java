/**
 * TLS without I/O: records in, plaintext and records out, for whoever brings a transport of their
 * own. May still change between minor versions.
 *
 * <p>Start with {@link dev.bogie.tls.machine.TlsMachine}. It stands around an {@link
 * javax.net.ssl.SSLEngine}, which does the cryptography, and adds what an engine lacks: the
 * client's hello before there is an engine, limits, deadlines, and an end to every loop.
 *
 * <p><b>Threads.</b> A machine belongs to one connection, and to one thread at a time; the tasks
 * that it hands out may run on any thread, while the machine is left alone.
 *
 * <p><b>Buffers.</b> A machine keeps no reference to a buffer. What it has not consumed is offered
 * again, with more behind it.
 */
package dev.bogie.tls.machine;
