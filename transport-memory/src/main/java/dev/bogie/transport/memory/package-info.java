/** A transport without a network, for tests. */
package dev.bogie.transport.memory;
