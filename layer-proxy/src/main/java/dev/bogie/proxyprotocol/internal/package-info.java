/**
 * The layer itself. Start with {@link dev.bogie.proxyprotocol.internal.ProxyLayer}; {@link
 * dev.bogie.proxyprotocol.internal.HeaderReader} waits for the header on a server, and then is
 * gone: {@link dev.bogie.proxyprotocol.internal.ProxiedHandler} only stands where the handler above
 * would stand, so that each connection it is given answers with the header's addresses.
 *
 * <p><b>Threads.</b> A handler belongs to its connection's driver; facts are immutable.
 *
 * <p><b>Buffers.</b> None are kept.
 */
package dev.bogie.proxyprotocol.internal;
