package org.example.dns.machine;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A question, read as strictly as is of use: one question, nothing in the sections of answers, and
 * at most one OPT (RFC 6891) among what is additional.
 *
 * @param id to be repeated in the answer
 * @param flags as they came
 * @param name what is asked about
 * @param type what is asked for
 * @param qclass in which class
 * @param questionEnd where the question ends, whose bytes are repeated as they are
 * @param edns what the asker says of itself, if it does
 */
record Query(
        int id,
        int flags,
        DomainName name,
        int type,
        int qclass,
        int questionEnd,
        Optional<Edns> edns) {
    /** Bytes of a header. */
    static final int HEADER = 12;

    private static final int OPT = 41;

    /**
     * What the asker says of itself.
     *
     * @param size the largest datagram that it takes
     * @param version of EDNS
     */
    record Edns(int size, int version) {}

    /**
     * Reads one.
     *
     * @param message from index 0, with a whole header
     * @throws MalformedException if it is no question
     */
    static Query read(ByteBuffer message) throws MalformedException {
        ByteBuffer at = message.duplicate();
        int id = u16(at);
        int flags = u16(at);
        int questions = u16(at);
        int answers = u16(at);
        int authorities = u16(at);
        int additional = u16(at);
        if (questions != 1 || answers != 0 || authorities != 0) {
            throw new MalformedException(questions + " questions");
        }
        DomainName name = DomainName.read(at);
        if (at.position() != HEADER + name.length()) {
            throw new MalformedException("a question with a compressed name");
        }
        int type = u16(at);
        int qclass = u16(at);
        int end = at.position();
        Optional<Edns> edns = Optional.empty();
        for (int i = 0; i < additional; i++) {
            Optional<Edns> found = readAdditional(at);
            if (found.isPresent() && edns.isPresent()) {
                throw new MalformedException("two OPT records");
            }
            edns = edns.or(() -> found);
        }
        if (at.hasRemaining()) {
            throw new MalformedException(at.remaining() + " bytes after the end");
        }
        return new Query(id, flags, name, type, qclass, end, edns);
    }

    private static Optional<Edns> readAdditional(ByteBuffer at) throws MalformedException {
        DomainName owner = DomainName.read(at);
        int type = u16(at);
        int size = u16(at);
        int version = u16(at) & 0xFF; // above it the upper part of a code, of answers only
        u16(at); // flags
        int length = u16(at);
        if (at.remaining() < length) {
            throw new MalformedException("a record that does not end");
        }
        at.position(at.position() + length);
        if (type != OPT) {
            return Optional.empty();
        }
        if (!owner.labels().isEmpty()) {
            throw new MalformedException("an OPT record of " + owner);
        }
        return Optional.of(new Edns(size, version));
    }

    private static int u16(ByteBuffer at) throws MalformedException {
        if (at.remaining() < Short.BYTES) {
            throw new MalformedException("a message that does not end");
        }
        return Short.toUnsignedInt(at.getShort());
    }
}
