/**
 * The contracts between transports, which move bytes, and protocols, which give them meaning.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.transport.ConnectionHandler} and {@link
 * dev.bogie.transport.Connection}: they are the contract. Then {@link
 * dev.bogie.transport.BlockingConnection} for code that waits. A protocol's author goes on with
 * {@link dev.bogie.transport.ConnectionProtocol}, or with {@link
 * dev.bogie.transport.DatagramHandler} and {@link dev.bogie.transport.DatagramProtocol}; a
 * transport's author with {@link dev.bogie.transport.Transport}, {@link dev.bogie.transport.Engine}
 * and the package {@link dev.bogie.transport.support}; a layer's author with {@link
 * dev.bogie.transport.Layer}.
 *
 * <p><b>The automaton.</b> What a handler sees of one connection, on every transport:
 *
 * <pre>
 *             ┌────────────────────────────┐
 *             │ received, writable,        │ received only while not paused and not lent
 *             ▼ deadline, draining,        │
 *  opened ─▶ OPEN ─── peerEnded ───────────┘
 *             │
 *             ├─ inputEnded → CLOSE ─────────────┐
 *             ├─ inputEnded → KEEP_OPEN ─▶ HALF ─┤  writable, deadline, draining
 *             ├─ close() ────────────────────────┤  no further call but:
 *             ├─ abort(), failure, reset ────────┤
 *             │                                  ▼
 *             └─ switchTo(next): next.opened   closed(how), once, last
 * </pre>
 *
 * <p><b>Threads.</b> At any moment at most one thread, the <i>driver</i>, holds a connection's
 * <i>turn</i>; turns never overlap and each sees what the one before wrote. Which thread that is,
 * is the transport's matter: an event loop, the connection's own virtual thread, the borrower in a
 * loan.
 *
 * <p><b>Buffers.</b> A buffer that is passed in is the callee's for the duration of the call; a
 * buffer that is returned is the caller's until its next call. Who keeps bytes longer copies them,
 * but for {@link dev.bogie.transport.Connection#write}, which says when it has done with them.
 */
package dev.bogie.transport;
