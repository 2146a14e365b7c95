/** TLS as its users meet it: servers and clients on real sockets, and peers that others wrote. */
package dev.bogie.integration.tls;
