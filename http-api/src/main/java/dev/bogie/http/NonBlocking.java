package dev.bogie.http;

/**
 * Marks a handler or a filter that never waits: it may be called on the thread that drives many
 * connections, and must return at once.
 *
 * <p>It is a promise: no blocking call, no lock held for long, no long computation, and no read of
 * a request body that may have to wait. Work that needs any of these belongs in a handler without
 * the mark, which is called on a virtual thread. See {@link HttpHandler#nonBlocking} to mark a
 * lambda.
 */
public interface NonBlocking {}
