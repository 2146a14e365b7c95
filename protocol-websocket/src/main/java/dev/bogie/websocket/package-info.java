/** WebSocket as an application sees it. */
package dev.bogie.websocket;
