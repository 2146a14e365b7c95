/**
 * Values of fields, one type per kind, each read and written as its RFC says and no looser.
 *
 * <p>All are immutable values, safe for any thread. What reads text from a peer throws {@link
 * IllegalArgumentException} where it is malformed, or skips what the RFC says to skip.
 */
package dev.bogie.http.fields;
