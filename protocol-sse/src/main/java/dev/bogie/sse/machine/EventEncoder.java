package dev.bogie.sse.machine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes an event stream (WHATWG HTML §9.2.5): fields are gathered, then the whole goes into a
 * buffer of the caller, who asks for the size first. Reused for any number of events.
 *
 * <pre>{@code
 * encoder.id("7").event("chat").data("line one\nline two").end();
 * encoder.writeTo(connection.output(encoder.size()));
 * }</pre>
 *
 * <p>No value can start a field of its own: {@code data} and comments are split at CRLF, CR and LF,
 * {@code event} and {@code id} with one of them are refused.
 */
public final class EventEncoder {
    /** A buffer above this is dropped after use. */
    private static final int KEPT = 1024;

    private byte[] buffer = new byte[128];
    private int size;
    private boolean hasType;
    private boolean hasData;
    private boolean open;

    /** An encoder with nothing to write. */
    public EventEncoder() {}

    /**
     * Sets the event's type.
     *
     * @param type without CR and LF; empty means {@code message}
     * @return this
     * @throws IllegalArgumentException if a line end or an unpaired surrogate is in it
     */
    public EventEncoder event(String type) {
        refuseLineEnds("event", type);
        line("event: ", Utf8Text.encode(type));
        hasType = true;
        open = true;
        return this;
    }

    /**
     * Sets the id that a reconnecting client will send back. With no data, the client still
     * remembers it.
     *
     * @param id without CR, LF and NUL; empty makes the client forget its last one
     * @return this
     * @throws IllegalArgumentException if one of them or an unpaired surrogate is in it
     */
    public EventEncoder id(String id) {
        refuseLineEnds("id", id);
        int nul = id.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException("id must not hold NUL: index " + nul);
        }
        line("id: ", Utf8Text.encode(id));
        open = true;
        return this;
    }

    /**
     * Tells the client how long to wait before it reconnects.
     *
     * @param millis not negative
     * @return this
     */
    public EventEncoder retry(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("retry must not be negative: " + millis);
        }
        line("retry: ", Utf8Text.encode(Long.toString(millis)));
        open = true;
        return this;
    }

    /**
     * Adds data: one line of the stream for each of its lines. The client joins them with LF, so a
     * CR or CRLF in it arrives as LF. Called twice, a line end is between both.
     *
     * @param data any text of whole characters; may be empty
     * @return this
     * @throws IllegalArgumentException if an unpaired surrogate is in it
     */
    public EventEncoder data(String data) {
        lines("data: ", Utf8Text.encode(data));
        hasData = true;
        open = true;
        return this;
    }

    /**
     * Adds a comment, which clients ignore: a sign of life for proxies, and the write that finds
     * out that a client has left. It needs no {@link #end()}.
     *
     * @param comment any text of whole characters; may be empty
     * @return this
     */
    public EventEncoder comment(String comment) {
        lines(":", Utf8Text.encode(comment));
        return this;
    }

    /**
     * Ends the event: the blank line that makes the client dispatch it.
     *
     * @return this
     * @throws IllegalStateException if the event has a type but no data: clients would drop it in
     *     silence
     */
    public EventEncoder end() {
        if (hasType && !hasData) {
            throw new IllegalStateException(
                    "an event without data is never dispatched: call data(\"\") at least");
        }
        reserve(1);
        buffer[size++] = '\n';
        forgetEvent();
        return this;
    }

    /**
     * How much there is to write.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * Writes what was gathered and forgets it.
     *
     * @param out with room for {@link #size()}; its position moves
     * @throws IllegalStateException if an event has not ended
     * @throws java.nio.BufferOverflowException if there is too little room; nothing is lost then
     */
    public void writeTo(ByteBuffer out) {
        checkEnded();
        out.put(buffer, 0, size);
        reset();
    }

    /**
     * Like {@link #writeTo}, once for any number of streams.
     *
     * @return what was gathered: direct, read-only; write {@code duplicate()}s of it
     */
    public ByteBuffer toShared() {
        checkEnded();
        ByteBuffer shared = ByteBuffer.allocateDirect(size).put(buffer, 0, size).flip();
        reset();
        return shared.asReadOnlyBuffer();
    }

    /** Forgets what was gathered. */
    public void reset() {
        size = 0;
        forgetEvent();
        if (buffer.length > KEPT) {
            buffer = new byte[KEPT];
        }
    }

    private void checkEnded() {
        if (open) {
            throw new IllegalStateException("the event has not ended: call end()");
        }
    }

    private void forgetEvent() {
        hasType = false;
        hasData = false;
        open = false;
    }

    private static void refuseLineEnds(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n') {
                throw new IllegalArgumentException(
                        field
                                + " must not hold CR or LF: index "
                                + i
                                + "; only data may have lines");
            }
        }
    }

    private void lines(String field, byte[] text) {
        int from = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n' || text[at] == '\r') {
                line(field, text, from, at);
                if (text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n') {
                    at++;
                }
                from = at + 1;
            }
        }
        line(field, text, from, text.length);
    }

    private void line(String field, byte[] text) {
        line(field, text, 0, text.length);
    }

    private void line(String field, byte[] text, int from, int to) {
        int length = to - from;
        reserve(Math.addExact(field.length() + 1, length));
        for (int i = 0; i < field.length(); i++) {
            buffer[size++] = (byte) field.charAt(i);
        }
        System.arraycopy(text, from, buffer, size, length);
        size += length;
        buffer[size++] = '\n';
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.max(needed, Math.min(2L * size, 1 << 30)));
        }
    }
}
