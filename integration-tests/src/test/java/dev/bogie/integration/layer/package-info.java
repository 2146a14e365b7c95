/** Layers between transports and protocols, found as services and named to a server. */
package dev.bogie.integration.layer;
