/** Servers and clients. */
package dev.bogie.runtime;
