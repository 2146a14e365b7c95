package org.example.dns.machine;

import java.util.List;

/**
 * A record of a zone.
 *
 * @param name its owner
 * @param type its type
 * @param ttl how long it may be kept, in seconds
 * @param data what it says
 */
public record ResourceRecord(DomainName name, RecordType type, long ttl, Data data) {

    /** What a record says. */
    public sealed interface Data {}

    /**
     * An address of A or AAAA.
     *
     * @param address 4 or 16 bytes, each a number from 0 to 255
     */
    public record Address(List<Integer> address) implements Data {}

    /**
     * A name, of NS or CNAME.
     *
     * @param name which
     */
    public record Target(DomainName name) implements Data {}

    /**
     * Who takes mail.
     *
     * @param preference the lowest comes first
     * @param host who
     */
    public record Exchange(int preference, DomainName host) implements Data {}

    /**
     * Text.
     *
     * @param strings up to 255 bytes each, a char per byte
     */
    public record Text(List<String> strings) implements Data {}

    /**
     * What a zone begins with.
     *
     * @param server its first server
     * @param mailbox who is responsible, written as a name
     * @param numbers serial, refresh, retry, expire, minimum
     */
    public record Authority(DomainName server, DomainName mailbox, List<Long> numbers)
            implements Data {
        /** How long it may be kept that something is not there (RFC 2308 §4). */
        long minimum() {
            return numbers.getLast();
        }
    }

    ResourceRecord withTtl(long other) {
        return new ResourceRecord(name, type, other, data);
    }

    ResourceRecord named(DomainName other) {
        return new ResourceRecord(other, type, ttl, data);
    }
}
