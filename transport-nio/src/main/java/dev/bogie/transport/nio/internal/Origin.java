package dev.bogie.transport.nio.internal;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Where a connection comes from.
 *
 * @param listener the address of the listener that accepted it, or null
 * @param opening completed when the handler has been opened, or null
 */
record Origin(@Nullable SocketAddress listener, @Nullable CompletableFuture<Void> opening) {}
