/**
 * Choosing a handler by method and path: {@link dev.bogie.http.routing.Router}, with the shapes of
 * paths in {@link dev.bogie.http.routing.PathPattern}. Immutable once built; safe for any thread.
 */
package dev.bogie.http.routing;
