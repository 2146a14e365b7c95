package org.example.dns.machine;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one answer. What does not fit is left out as a whole, and the answer says so (TC), so that
 * whoever asked comes again by a connection.
 */
final class AnswerWriter {
    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int KEPT = 0x7900; // opcode and RD, as they came
    private static final int IN = 1;
    private static final int OPT = 41;
    private static final int OPT_LENGTH = 11;
    private static final int POINTER = 0xC000;
    private static final int LAST_TARGET = 0x3FFF;
    private static final int COUNTS = 4; // where the counts begin

    private final ByteBuffer out;
    private final Map<DomainName, Integer> offsets = new HashMap<>();

    private AnswerWriter(ByteBuffer out) {
        this.out = out;
    }

    /** An answer without anything but its code, to what could not be read beyond its header. */
    static ByteBuffer bare(int id, int flags, ResponseCode code) {
        ByteBuffer out = ByteBuffer.allocate(Query.HEADER);
        out.putShort((short) id).putShort((short) (RESPONSE | (flags & KEPT) | code.code()));
        return out.putLong(0).flip();
    }

    /**
     * An answer to a question.
     *
     * @param message the question, from index 0
     * @param query what was read of it
     * @param answer what to say
     * @param limit the most bytes that it may have
     * @param ourSize the largest datagram that we take, for EDNS
     */
    static ByteBuffer write(
            ByteBuffer message, Query query, Zone.Answer answer, int limit, int ourSize) {
        int reserved = query.edns().isPresent() ? OPT_LENGTH : 0;
        ByteBuffer out = ByteBuffer.allocate(limit);
        out.limit(limit - reserved);
        new AnswerWriter(out).write(message, query, answer);
        if (reserved > 0) {
            out.limit(limit);
            int code = answer.code().code() >> 4 << 24;
            out.put((byte) 0).putShort((short) OPT).putShort((short) ourSize);
            out.putInt(code).putShort((short) 0);
        }
        return out.flip();
    }

    private void write(ByteBuffer message, Query query, Zone.Answer answer) {
        int flags =
                RESPONSE
                        | (query.flags() & KEPT)
                        | (answer.authoritative() ? AUTHORITATIVE : 0)
                        | (answer.code().code() & 0xF);
        out.putShort((short) query.id()).putShort((short) flags);
        out.putShort((short) 1).putShort((short) 0).putShort((short) 0);
        out.putShort((short) (query.edns().isPresent() ? 1 : 0));
        out.put(message.slice(Query.HEADER, query.questionEnd() - Query.HEADER));
        int end = out.position();
        note(query.name(), Query.HEADER);
        if (!(write(answer.answers(), 1) && write(answer.authorities(), 2))) {
            out.position(end);
            out.putShort(2, (short) (flags | TRUNCATED));
            out.putShort(COUNTS + 2, (short) 0).putShort(COUNTS + 4, (short) 0);
            return;
        }
        boolean unused = write(answer.additional(), 3); // nobody misses these
    }

    /** Writes a section; false, and nothing, if it does not fit. */
    private boolean write(List<ResourceRecord> records, int section) {
        int before = out.position();
        try {
            records.forEach(this::write);
            int at = COUNTS + 2 * section;
            out.putShort(at, (short) (out.getShort(at) + records.size()));
            return true;
        } catch (BufferOverflowException e) {
            out.position(before);
            offsets.values().removeIf(offset -> offset >= before);
            return false;
        }
    }

    private void write(ResourceRecord record) {
        write(record.name());
        out.putShort((short) record.type().code()).putShort((short) IN);
        out.putInt((int) record.ttl());
        int length = out.position();
        out.putShort((short) 0);
        switch (record.data()) {
            case ResourceRecord.Address(List<Integer> address) ->
                    address.forEach(octet -> out.put(octet.byteValue()));
            case ResourceRecord.Target(DomainName name) -> write(name);
            case ResourceRecord.Exchange(int preference, DomainName host) -> {
                out.putShort((short) preference);
                write(host);
            }
            case ResourceRecord.Text(List<String> strings) -> strings.forEach(this::write);
            case ResourceRecord.Authority(
                            DomainName server,
                            DomainName box,
                            List<Long> numbers) -> {
                write(server);
                write(box);
                numbers.forEach(number -> out.putInt(number.intValue()));
            }
        }
        out.putShort(length, (short) (out.position() - length - Short.BYTES));
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.put((byte) bytes.length).put(bytes);
    }

    /** Writes a name up to where the rest of it stands already (RFC 1035 §4.1.4). */
    private void write(DomainName name) {
        DomainName rest = name;
        while (!rest.labels().isEmpty()) {
            Integer known = offsets.get(rest);
            if (known != null) {
                out.putShort((short) (POINTER | known));
                return;
            }
            if (out.position() <= LAST_TARGET) {
                offsets.put(rest, out.position());
            }
            write(rest.labels().getFirst());
            rest = rest.parent();
        }
        out.put((byte) 0);
    }

    /** Notes where a name stands that was copied: that of the question, which has no pointers. */
    private void note(DomainName name, int offset) {
        int at = offset;
        for (DomainName rest = name; !rest.labels().isEmpty(); rest = rest.parent()) {
            offsets.put(rest, at);
            at += 1 + rest.labels().getFirst().length();
        }
    }
}
