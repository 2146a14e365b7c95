/** Tools for authors of transports and layers: small, final, composed. */
package dev.bogie.transport.support;
