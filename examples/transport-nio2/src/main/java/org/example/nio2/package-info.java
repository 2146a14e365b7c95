/**
 * A transport over asynchronous channels.
 *
 * <p><b>Reading order.</b> {@link org.example.nio2.Nio2Stream} is one connection. What makes it
 * different from others is in {@link org.example.nio2.Reading} and {@link
 * org.example.nio2.Writing}, one operation each that may be outstanding. Its turns come one after
 * the other on a {@link org.example.nio2.Strand}, its deadlines by an {@link
 * org.example.nio2.Alarm} of the {@link org.example.nio2.Clock}. {@link
 * org.example.nio2.Nio2Listener} and {@link org.example.nio2.Nio2Connector} make connections;
 * {@link org.example.nio2.Nio2Engine} puts it all together, and {@link org.example.nio2.Roster}
 * knows who is there.
 *
 * <p><b>Threads.</b> {@link org.example.nio2.Workers} run completion handlers and turns, one clock
 * waits for what is due, loans and connects have virtual threads. The JDK adds one of its own for
 * each engine, which polls.
 *
 * <p><b>Buffers.</b> Of an operation that is outstanding they are the channel's, until it has come
 * back: also when the connection has been closed meanwhile. At rest a connection has a kilobyte of
 * its own to read into; all else comes from {@link dev.bogie.transport.TransportContext#buffers}
 * and goes back there.
 */
package org.example.nio2;
