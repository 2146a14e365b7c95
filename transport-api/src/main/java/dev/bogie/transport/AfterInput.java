package dev.bogie.transport;

/** What a handler wants once its peer will send no more. */
public enum AfterInput {
    /** Send what is queued, then close: what nearly every protocol wants. */
    CLOSE,
    /**
     * Stay open for writing until the handler calls {@link Connection#end} or {@link
     * Connection#close}.
     */
    KEEP_OPEN
}
