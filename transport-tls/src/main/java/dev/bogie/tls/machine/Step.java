package dev.bogie.tls.machine;

/** What comes next, as {@link TlsMachine#unwrap} says. */
public enum Step {
    /** All whole records are consumed: {@link TlsMachine#needed} bytes must be unread to go on. */
    NEEDS_MORE,
    /** First {@link TlsMachine#wrapOwn} must send something. */
    NEEDS_WRAP,
    /** First the {@link TlsMachine#task} must be run. */
    NEEDS_TASK,
    /**
     * The next record's plaintext may need up to {@link TlsMachine#MAX_PLAINTEXT} bytes of room.
     */
    NEEDS_ROOM,
    /** The handshake is done: said once. */
    ESTABLISHED,
    /** Plaintext was put. */
    PLAINTEXT,
    /** The peer's close_notify came; all that follows is ignored (RFC 8446 §6.1). */
    ENDED
}
