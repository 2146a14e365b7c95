/**
 * Tools for authors of transports, layers and protocols: small, final, tested once, composed rather
 * than extended (but for {@link dev.bogie.transport.support.PassingHandler}, who stands between two
 * and changes one call). Users of connections need none of them.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.transport.support.StreamPort}: what an
 * author supplies. {@link dev.bogie.transport.support.StreamConnection} makes a whole {@link
 * dev.bogie.transport.Connection} of it, with {@link dev.bogie.transport.support.DriverTurn} (who
 * drives, what waits), {@link dev.bogie.transport.support.InputBuffer} (what the handler left) and
 * {@link dev.bogie.transport.support.OutputQueue} (what the peer has not taken), under {@link
 * dev.bogie.transport.support.StreamLimits}. {@link dev.bogie.transport.support.DeadlineWheel}
 * keeps a loop's deadlines, {@link dev.bogie.transport.support.ChunkPool} its buffers, {@link
 * dev.bogie.transport.support.StreamSockets} makes the sockets of every transport over TCP and the
 * Unix domain ({@link dev.bogie.transport.support.TcpSockets}, {@link
 * dev.bogie.transport.support.UnixSockets}), for which {@link
 * dev.bogie.transport.support.ChannelPort} has what is the same for each, and {@link
 * dev.bogie.transport.support.Sniffer} chooses a protocol. For datagrams {@link
 * dev.bogie.transport.support.UdpPort} is a whole port over a channel of {@link
 * dev.bogie.transport.support.UdpSockets}, and {@link dev.bogie.transport.support.DatagramTurns}
 * the order of calls for any other. A protocol whose messages come from applications at any time
 * keeps them in an {@link dev.bogie.transport.support.Outbox}, and finds readers that have stopped
 * by a {@link dev.bogie.transport.support.StallClock}. What peers did wrong is logged through
 * {@link dev.bogie.transport.support.Complaints}.
 *
 * <p><b>Threads.</b> Everything here belongs to one driver at a time unless its documentation says
 * <i>any thread</i>; {@code ChunkPool}, {@code Complaints} and {@code Outbox} are thread-safe.
 *
 * <p><b>Buffers.</b> Memory comes from a {@link dev.bogie.transport.BufferPool} and goes back to it
 * as soon as nothing is unread or unsent: an idle connection owns none.
 */
package dev.bogie.transport.support;
