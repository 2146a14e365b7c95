package org.example.dns.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one zone, and what follows from them for a question (RFC 1034 §4.3.2): the record
 * itself, or that a name has no such record, or does not exist, or has another name, or belongs to
 * a zone below that others know. There are no wildcards. Immutable.
 */
public final class Zone {
    /** How many other names are followed: a chain may be a mistake, or go round. */
    private static final int MAX_ALIASES = 8;

    /** The question for whatever there is (RFC 1035 §3.2.3). */
    static final int ANY = 255;

    private final DomainName origin;
    private final ResourceRecord authority;
    private final Map<DomainName, Map<RecordType, List<ResourceRecord>>> names = new HashMap<>();

    /**
     * What there is to say.
     *
     * @param code of RFC 1035 §4.1.1
     * @param authoritative whether this zone knows, and not one below
     * @param answers what was asked for
     * @param authorities who knows, or for how long nobody need ask again
     * @param additional addresses of these
     */
    record Answer(
            ResponseCode code,
            boolean authoritative,
            List<ResourceRecord> answers,
            List<ResourceRecord> authorities,
            List<ResourceRecord> additional) {
        static Answer only(ResponseCode code) {
            return new Answer(code, false, List.of(), List.of(), List.of());
        }
    }

    private Zone(DomainName origin, ResourceRecord authority) {
        this.origin = origin;
        this.authority = authority;
    }

    /**
     * A zone of these records.
     *
     * @param records all within the name of the only SOA among them
     * @return the zone
     * @throws MalformedException if they make none
     */
    public static Zone of(List<ResourceRecord> records) throws MalformedException {
        List<ResourceRecord> begins =
                records.stream().filter(r -> r.type() == RecordType.SOA).toList();
        if (begins.size() != 1) {
            throw new MalformedException("a zone has one SOA, not " + begins.size());
        }
        Zone zone = new Zone(begins.getFirst().name(), begins.getFirst());
        for (ResourceRecord record : records) {
            zone.add(record);
        }
        for (Map.Entry<DomainName, Map<RecordType, List<ResourceRecord>>> name :
                zone.names.entrySet()) {
            if (name.getValue().containsKey(RecordType.CNAME)
                    && (name.getValue().size() > 1
                            || name.getValue().get(RecordType.CNAME).size() > 1)) {
                throw new MalformedException(
                        name.getKey() + " is another name, and so can be nothing else");
            }
        }
        return zone;
    }

    private void add(ResourceRecord record) throws MalformedException {
        if (!record.name().isWithin(origin)) {
            throw new MalformedException(record.name() + " is not within " + origin);
        }
        records(record.name())
                .computeIfAbsent(record.type(), type -> new ArrayList<>())
                .add(record);
        DomainName above = record.name();
        while (!above.equals(origin)) { // what has something below it exists (RFC 4592 §2.2.2)
            above = above.parent();
            Map<RecordType, List<ResourceRecord>> unused = records(above);
        }
    }

    private Map<RecordType, List<ResourceRecord>> records(DomainName name) {
        return names.computeIfAbsent(name, n -> new EnumMap<>(RecordType.class));
    }

    /**
     * Its name.
     *
     * @return that of its SOA
     */
    public DomainName origin() {
        return origin;
    }

    /** What there is to say to a question. */
    Answer answer(DomainName asked, int type) {
        if (!asked.isWithin(origin)) {
            return Answer.only(ResponseCode.REFUSED);
        }
        List<ResourceRecord> answers = new ArrayList<>();
        DomainName name = asked;
        for (int i = 0; i <= MAX_ALIASES; i++) {
            List<ResourceRecord> delegation = delegation(name);
            if (!delegation.isEmpty()) {
                return referral(answers, delegation);
            }
            Map<RecordType, List<ResourceRecord>> here = names.get(name);
            if (here == null) {
                return negative(ResponseCode.NXDOMAIN, answers);
            }
            List<ResourceRecord> found = select(here, type);
            answers.addAll(found);
            if (found.isEmpty() && !here.containsKey(RecordType.CNAME)) {
                return negative(ResponseCode.NOERROR, answers);
            }
            if (!found.isEmpty()) {
                return new Answer(ResponseCode.NOERROR, true, answers, List.of(), addresses(found));
            }
            ResourceRecord alias = here.get(RecordType.CNAME).getFirst();
            answers.add(alias);
            name = target(alias);
            if (!name.isWithin(origin)) { // whoever asks goes on elsewhere
                return new Answer(ResponseCode.NOERROR, true, answers, List.of(), List.of());
            }
        }
        return Answer.only(ResponseCode.SERVFAIL);
    }

    private static List<ResourceRecord> select(
            Map<RecordType, List<ResourceRecord>> here, int type) {
        if (type == ANY) { // one of them is enough of an answer (RFC 8482 §4.1)
            return here.values().stream().findFirst().orElse(List.of());
        }
        return RecordType.of(type).map(t -> here.getOrDefault(t, List.of())).orElse(List.of());
    }

    /** Who knows a zone below, if the name belongs to one. */
    private List<ResourceRecord> delegation(DomainName name) {
        List<ResourceRecord> servers = List.of();
        for (DomainName at = name; !at.equals(origin); at = at.parent()) {
            Map<RecordType, List<ResourceRecord>> here = names.getOrDefault(at, Map.of());
            servers = here.getOrDefault(RecordType.NS, servers); // the topmost counts
        }
        return servers;
    }

    private Answer referral(List<ResourceRecord> answers, List<ResourceRecord> servers) {
        return new Answer(
                ResponseCode.NOERROR, !answers.isEmpty(), answers, servers, addresses(servers));
    }

    private Answer negative(ResponseCode code, List<ResourceRecord> answers) {
        long ttl = authority.ttl();
        if (authority.data() instanceof ResourceRecord.Authority start) {
            ttl = Math.min(ttl, start.minimum());
        }
        return new Answer(code, true, answers, List.of(authority.withTtl(ttl)), List.of());
    }

    /** What is known of the hosts that records name. */
    private List<ResourceRecord> addresses(List<ResourceRecord> records) {
        List<ResourceRecord> known = new ArrayList<>();
        for (ResourceRecord record : records) {
            if (record.type() == RecordType.NS || record.type() == RecordType.MX) {
                Map<RecordType, List<ResourceRecord>> host =
                        names.getOrDefault(target(record), Map.of());
                known.addAll(host.getOrDefault(RecordType.A, List.of()));
                known.addAll(host.getOrDefault(RecordType.AAAA, List.of()));
            }
        }
        return known;
    }

    private static DomainName target(ResourceRecord record) {
        return switch (record.data()) {
            case ResourceRecord.Target(DomainName name) -> name;
            case ResourceRecord.Exchange(_, DomainName host) -> host;
            default -> throw new IllegalArgumentException(record + " names nobody");
        };
    }
}
