package dev.bogie.transport;

/** How the input ended. */
public enum InputEnd {
    /** The peer said that it will send no more: a FIN, a TLS close_notify. */
    ENDED,
    /** What carries the stream ended although the layer above it did not: data may be missing. */
    TRUNCATED
}
