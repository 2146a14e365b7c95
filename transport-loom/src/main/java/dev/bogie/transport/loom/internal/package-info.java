/**
 * The transport {@code loom}: a virtual thread of its own drives each connection.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.transport.loom.internal.LoomConnection} is one
 * connection, from its first turn to its last. It waits by its {@link
 * dev.bogie.transport.loom.internal.Readiness}, which a {@link
 * dev.bogie.transport.loom.internal.Poller} tells when the channel is ready, and is woken in time
 * by an {@link dev.bogie.transport.loom.internal.Alarm}. {@link
 * dev.bogie.transport.loom.internal.LoomListener} and {@link
 * dev.bogie.transport.loom.internal.LoomConnector} make connections; {@link
 * dev.bogie.transport.loom.internal.LoomEngine} puts it all together, and {@link
 * dev.bogie.transport.loom.internal.Roster} knows who is there and counts who has gone.
 *
 * <p><b>Threads.</b> One for each connection, listener and connect that is under way, and one for
 * each poller; all virtual. Channels are non-blocking, so that no thread waits anywhere but in its
 * {@code Readiness}, where everybody can wake it.
 *
 * <p><b>Buffers.</b> Come from {@link dev.bogie.transport.TransportContext#buffers} for the length
 * of a turn, never of a wait.
 */
package dev.bogie.transport.loom.internal;
