/**
 * Transports that are broken on purpose, each in one way, for the contract to prove itself on: what
 * cannot fail is no test. Start with {@link dev.bogie.testkit.hostile.Breakage}.
 */
package dev.bogie.testkit.hostile;
