/**
 * Programs that are loaded and measured, not products: nothing depends on them. Start with {@code
 * benchmarks/run}, which runs all in turns; {@code docs/performance.md} says how it measures.
 * {@link dev.bogie.benchmarks.BogieServer} stands beside a peer ({@link
 * dev.bogie.benchmarks.NettyServer}), between {@link dev.bogie.benchmarks.TransportServer} and
 * {@link dev.bogie.benchmarks.SelectorFloor}.
 */
package dev.bogie.benchmarks;
