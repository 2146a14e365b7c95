package dev.bogie.websocket.machine;

/** Which end of a connection this is. It decides who masks and who ends the transport first. */
public enum Role {
    /** Opened the connection: masks what it sends (RFC 6455 §5.1), lets the server end first. */
    CLIENT,
    /** Accepted the connection: sends in the clear, refuses frames that are not masked. */
    SERVER
}
