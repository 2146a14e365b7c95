/** HTTP/1.1 (RFC 9112) as bytes in and events out. */
package dev.bogie.http1.machine;
