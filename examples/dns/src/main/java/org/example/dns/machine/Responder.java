package org.example.dns.machine;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Answers questions about one zone, and refuses all others: a message in, a message out. It knows
 * everything that it says, and asks nobody. Immutable.
 */
public final class Responder {
    /** What every asker takes in a datagram (RFC 1035 §4.2.1). */
    public static final int LEAST = 512;

    /** The most that a message over a connection has (§4.2.2). */
    public static final int MOST = 65_535;

    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int IN = 1;
    private static final int ANY_CLASS = 255;
    private static final int FIRST_OF_META = 249; // TKEY, TSIG, IXFR, AXFR, MAILB, MAILA
    private static final int LAST_OF_META = 254;

    private final Zone zone;
    private final int maxDatagram;

    /**
     * A responder.
     *
     * @param zone what it knows
     * @param maxDatagram the largest datagram that it sends or wants, at least {@link #LEAST}
     */
    public Responder(Zone zone, int maxDatagram) {
        this.zone = zone;
        this.maxDatagram = maxDatagram;
    }

    /**
     * Its zone.
     *
     * @return the zone
     */
    public Zone zone() {
        return zone;
    }

    /**
     * Answers a datagram, with as much as the asker says that it takes, and we think is wise.
     *
     * @param message its bytes, which are not consumed
     * @return the answer; empty if there is none, since it cannot be told from an answer itself, or
     *     is too short to be anything: two servers must not go on answering each other
     */
    public Optional<ByteBuffer> toDatagram(ByteBuffer message) {
        return answer(message.slice(), true);
    }

    /**
     * Answers a message of a connection.
     *
     * @param message its bytes, which are not consumed
     * @return the answer; empty where {@link #toDatagram} has none
     */
    public Optional<ByteBuffer> toMessage(ByteBuffer message) {
        return answer(message.slice(), false);
    }

    private Optional<ByteBuffer> answer(ByteBuffer message, boolean datagram) {
        if (message.remaining() < Query.HEADER) {
            return Optional.empty();
        }
        int id = Short.toUnsignedInt(message.getShort(0));
        int flags = Short.toUnsignedInt(message.getShort(2));
        if ((flags & RESPONSE) != 0) {
            return Optional.empty();
        }
        if ((flags & OPCODE) != 0) {
            return Optional.of(AnswerWriter.bare(id, flags, ResponseCode.NOTIMP));
        }
        Query query;
        try {
            query = Query.read(message);
        } catch (MalformedException e) {
            return Optional.of(AnswerWriter.bare(id, flags, ResponseCode.FORMERR));
        }
        int limit = datagram ? limit(query) : MOST;
        return Optional.of(AnswerWriter.write(message, query, answer(query), limit, maxDatagram));
    }

    private int limit(Query query) {
        return query.edns().map(e -> Math.clamp(e.size(), LEAST, maxDatagram)).orElse(LEAST);
    }

    private Zone.Answer answer(Query query) {
        if (query.edns().map(Query.Edns::version).orElse(0) != 0) {
            return Zone.Answer.only(ResponseCode.BADVERS);
        }
        boolean meta = query.type() >= FIRST_OF_META && query.type() <= LAST_OF_META;
        if (meta || (query.qclass() != IN && query.qclass() != ANY_CLASS)) {
            return Zone.Answer.only(ResponseCode.REFUSED);
        }
        return zone.answer(query.name(), query.type());
    }
}
