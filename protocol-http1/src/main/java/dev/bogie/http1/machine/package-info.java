/**
 * HTTP/1.1 (RFC 9112) as bytes in and events out, for whoever brings I/O of their own. May still
 * change between minor versions.
 *
 * <p>Reading order: {@link dev.bogie.http1.machine.ConnectionState} for the life of a connection;
 * then {@link dev.bogie.http1.machine.RequestParser}, {@link dev.bogie.http1.machine.BodyDecoder}
 * and {@link dev.bogie.http1.machine.ResponseEncoder} for a server, {@link
 * dev.bogie.http1.machine.RequestEncoder} and {@link dev.bogie.http1.machine.ResponseParser} for a
 * client, {@link dev.bogie.http1.machine.ChunkEncoder} for both, and {@link
 * dev.bogie.http1.machine.ConnectionDeadlines} for the time.
 *
 * <p><b>Threads.</b> One object belongs to one connection, and to one thread at a time.
 *
 * <p><b>Buffers.</b> Readers take from the position what they have finished with and leave the
 * rest, to be offered again with more behind it; they keep no reference. Writers write at the
 * position. Both work with heap and direct buffers.
 */
package dev.bogie.http1.machine;
