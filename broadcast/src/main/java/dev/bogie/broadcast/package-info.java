/**
 * One message to many: topics with a history, subscribers that are cut off when they are too slow.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.broadcast.Topic}; then {@link
 * dev.bogie.broadcast.Outlet}, which an owner of connections implements, and {@link
 * dev.bogie.broadcast.Encoding}, one for each kind of subscriber.
 *
 * <p><b>Threads.</b> Topics and subscriptions are safe for any thread and never block. An outlet's
 * {@code isWritable} and {@code send} are called on its own driver only.
 *
 * <p><b>Buffers.</b> What an encoding made is shared by all subscribers of its kind, and stays in
 * memory as long as the history holds its message or a subscriber has not been sent it.
 */
package dev.bogie.broadcast;
