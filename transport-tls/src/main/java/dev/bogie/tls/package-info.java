/**
 * TLS as a layer. Start with {@link dev.bogie.tls.TlsLayer}; {@link dev.bogie.tls.EngineSource} is
 * where certificates and trust come in; {@link dev.bogie.tls.TlsSettings} lists the limits.
 *
 * <p><b>Threads.</b> What belongs to one connection is called by its driver. An {@link
 * dev.bogie.tls.EngineSource} serves all connections and is asked from many threads.
 *
 * <p><b>Buffers.</b> A connection holds no buffer between turns but for plaintext that nobody has
 * taken yet; what is not decrypted stays unread in the connection below.
 */
package dev.bogie.tls;
