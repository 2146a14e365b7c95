/** HTTP semantics (RFC 9110). */
package dev.bogie.http;
