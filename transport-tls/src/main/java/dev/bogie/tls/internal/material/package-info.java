/**
 * Keys, certificates and trust: how they are read, which is for which name, and what makes contexts
 * of them. Start with {@link dev.bogie.tls.internal.material.Snapshot}, what is in force; {@link
 * dev.bogie.tls.internal.material.MaterialFiles} reads what settings name, {@link
 * dev.bogie.tls.internal.material.PemFile} and {@link dev.bogie.tls.internal.material.PrivateKeys}
 * what is in files.
 *
 * <p><b>Threads.</b> All of it is immutable or thread-safe; what reads files blocks, and is never
 * called on a loop.
 *
 * <p><b>Buffers.</b> None.
 */
package dev.bogie.tls.internal.material;
