/** Contracts for transports and protocols, as tests to extend. */
package dev.bogie.testkit;
