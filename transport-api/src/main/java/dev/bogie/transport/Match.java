package dev.bogie.transport;

/** What the first bytes of a connection say to a {@link ConnectionProtocol}. */
public enum Match {
    /** This is not my protocol, whatever follows. */
    NO,
    /** This is my protocol. */
    YES,
    /** It may be: more bytes are needed. */
    MORE
}
