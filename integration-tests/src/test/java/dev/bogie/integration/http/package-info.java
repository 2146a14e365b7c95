/** HTTP/1.1, WebSocket and event streams over real sockets, with our own peers and with others'. */
package dev.bogie.integration.http;
