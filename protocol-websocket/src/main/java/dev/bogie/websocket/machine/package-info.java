/** WebSocket (RFC 6455) as bytes in and events out. */
package dev.bogie.websocket.machine;
