/**
 * Transports and protocols that are broken on purpose, each in one way, for the contracts to prove
 * themselves on: what cannot fail is no test. Start with {@link dev.bogie.testkit.hostile.Breakage}
 * and {@link dev.bogie.testkit.hostile.Fault}.
 */
package dev.bogie.testkit.hostile;
