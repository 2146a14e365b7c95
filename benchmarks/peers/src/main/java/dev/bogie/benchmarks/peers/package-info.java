/**
 * The smallest servers that others make: each answers {@code GET /} with a few words. Arguments: a
 * port; and {@code train}, to answer itself for a moment and end, for an archive of classes.
 */
package dev.bogie.benchmarks.peers;
