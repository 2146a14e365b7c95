package dev.bogie.tls;

/**
 * Trust in whatever certificate is shown, by whomever, for any name: the connection is encrypted,
 * and nobody knows to whom. For a look at a server that one cannot check, and for nothing else; a
 * type of its own, so that no setting, null or default ever means this.
 */
public record InsecureTrustEverything() implements Trust {}
