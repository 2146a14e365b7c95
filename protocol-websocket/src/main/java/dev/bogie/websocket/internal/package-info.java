/**
 * How a socket runs on a connection. Start with {@link
 * dev.bogie.websocket.internal.WebSocketConnectionHandler}, which the transport calls; it holds a
 * {@link dev.bogie.websocket.internal.SocketDriver}, where machine, outbox and inbox meet.
 *
 * <pre>
 * transport  → SocketDriver → WebSocketMachine → Inbox  → listener
 * LiveSocket → Outbox → SocketDriver → WebSocketMachine → transport
 * </pre>
 *
 * <p><b>Threads.</b> A driver and its machine are touched in turns of the connection only. Outbox
 * and inbox are where other threads meet it; each has a lock under which no foreign code runs.
 *
 * <p><b>Buffers.</b> What waits in the outbox is the outbox's own copy and is given to the
 * transport by reference.
 */
package dev.bogie.websocket.internal;
