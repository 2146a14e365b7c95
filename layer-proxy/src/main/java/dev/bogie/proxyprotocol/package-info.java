/**
 * The PROXY protocol of HAProxy as a layer. A proxy begins each connection that it makes with a
 * header that names the client; behind it {@link dev.bogie.transport.Info#REMOTE_ADDRESS} and
 * {@link dev.bogie.transport.Info#LOCAL_ADDRESS} are what the header says, for every protocol
 * above.
 *
 * {@snippet :
 * Server.builder()
 *         .layer("proxy-protocol") // before "tls", if there is one: the header is not encrypted
 *         .set(ProxyProtocol.TRUSTED, TrustedPeers.of("10.1.0.0/16"))
 *         .listen(8080, HttpHandler.class, router)
 *         .start();
 * }
 *
 * <p>Start with {@link dev.bogie.proxyprotocol.ProxyProtocol}; how a header is written and read is
 * in {@link dev.bogie.proxyprotocol.machine}.
 *
 * <p><b>Threads.</b> Everything here is immutable.
 *
 * <p><b>Buffers.</b> The header is read where the transport keeps it, and the connection then
 * belongs to the handler above: nothing is copied, then or later.
 */
package dev.bogie.proxyprotocol;
