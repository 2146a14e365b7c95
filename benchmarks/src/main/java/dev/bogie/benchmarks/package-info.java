/**
 * Micro-benchmarks and load programs. Run by hand, on a quiet machine; see the README beside the
 * pom.
 */
package dev.bogie.benchmarks;
