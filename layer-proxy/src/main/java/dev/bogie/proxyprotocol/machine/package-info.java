/**
 * The PROXY protocol's header as bytes in and a value out, and back, for whoever brings I/O of
 * their own. May still change between minor versions.
 *
 * <p>Reading order: {@link dev.bogie.proxyprotocol.machine.ProxyHeader} for what a header says,
 * {@link dev.bogie.proxyprotocol.machine.ProxyHeaderDecoder} to read one, {@link
 * dev.bogie.proxyprotocol.machine.ProxyHeaderEncoder} to write one.
 *
 * <p>Sections are those of HAProxy's {@code proxy-protocol.txt}, which is the specification.
 *
 * <p><b>Threads.</b> A decoder belongs to one connection, and to one thread at a time; all else is
 * immutable or stateless.
 *
 * <p><b>Buffers.</b> The decoder takes a whole header from the position, or nothing; the encoder
 * writes at the position. Both work with heap and direct buffers and keep no reference.
 */
package dev.bogie.proxyprotocol.machine;
