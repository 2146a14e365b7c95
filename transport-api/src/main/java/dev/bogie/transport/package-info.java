/** Contracts between transports and protocols. */
package dev.bogie.transport;
