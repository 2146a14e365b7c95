package org.example.dns.machine;

import java.util.Optional;
import java.util.stream.Stream;

/** The types of records that a zone may have (RFC 1035 §3.2.2, RFC 3596). */
public enum RecordType {
    /** An IPv4 address. */
    A(1),
    /** Who knows a zone. */
    NS(2),
    /** Another name for the same. */
    CNAME(5),
    /** What a zone begins with. */
    SOA(6),
    /** Who takes mail. */
    MX(15),
    /** Text. */
    TXT(16),
    /** An IPv6 address. */
    AAAA(28);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /**
     * Its number.
     *
     * @return as on the wire
     */
    public int code() {
        return code;
    }

    static Optional<RecordType> of(int code) {
        return Stream.of(values()).filter(type -> type.code == code).findFirst();
    }

    static Optional<RecordType> of(String name) {
        return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
