package org.example.dns.machine;

/** How an answer went (RFC 1035 §4.1.1, RFC 6891 §9). */
public enum ResponseCode {
    /** It did. */
    NOERROR(0),
    /** The question was no message. */
    FORMERR(1),
    /** The zone is at fault. */
    SERVFAIL(2),
    /** There is no such name. */
    NXDOMAIN(3),
    /** That is not done here. */
    NOTIMP(4),
    /** Not by this server. */
    REFUSED(5),
    /** A version of EDNS that is not known here. */
    BADVERS(16);

    private final int code;

    ResponseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
