package dev.bogie.sse.machine;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an event stream (WHATWG HTML §9.2.6), pulled by a driver:
 *
 * <pre>{@code
 * for (Result result; (result = parser.next(in)) != NEED_MORE && result != ENDED; ) {
 *     if (result == EVENT) handle(parser.type(), parser.data(), parser.lastEventId());
 *     else fail(parser.failure());                                 // FAILURE: a limit was passed
 * }
 * }</pre>
 *
 * <p>At the end of the stream there is nothing to do: what no blank line followed is not an event.
 * Each connection gets a parser of its own.
 *
 * <p>Lines are taken apart as bytes, since every delimiter is ASCII, and decoded when an event is
 * complete; what is not UTF-8 becomes U+FFFD as the Encoding standard says. Two limits, which the
 * standard leaves to implementations, keep a server from filling the memory: one for a line, one
 * for an event.
 */
public final class EventParser {
    /** What {@link #next} found. */
    public enum Result {
        /** No further event in this input. */
        NEED_MORE,
        /** An event: {@link #type()}, {@link #data()}, {@link #lastEventId()}. */
        EVENT,
        /** A limit was passed: {@link #failure()}. Told once. */
        FAILURE,
        /** There was a failure; input is discarded. */
        ENDED
    }

    /** Below this, not even an ordinary comment would pass. */
    private static final int SMALLEST_LIMIT = 64;

    /** A buffer above this is dropped when its event is over, so an idle stream holds little. */
    private static final int KEPT = 1024;

    private static final String DEFAULT_TYPE = "message";
    private static final byte[] DATA = ascii("data");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxLine;
    private final int maxEvent;

    private byte[] line = new byte[128];
    private int lineSize;
    private boolean firstLine = true;
    private boolean afterReturn;

    private byte[] dataBuffer = new byte[256];
    private int dataSize;
    private String typeBuffer = "";
    private String idBuffer;

    private String type = DEFAULT_TYPE;
    private String data = "";
    private String lastEventId;
    private long retryMillis = -1;
    private @Nullable String failure;

    /**
     * A parser at the start of a stream, exactly as in the standard: events without an {@code id}
     * have the empty one.
     *
     * @param maxLine bytes of a line without its end, at least 64
     * @param maxEvent bytes of an event's data, type and id together, at least 64
     */
    public EventParser(int maxLine, int maxEvent) {
        this(maxLine, maxEvent, "");
    }

    /**
     * A parser for a stream that resumes another. Events without an {@code id} keep {@code
     * lastEventId}, as browsers do: the letter of the standard would forget it with the first of
     * them.
     *
     * @param maxLine as above
     * @param maxEvent as above
     * @param lastEventId of the stream before; maybe empty
     */
    public EventParser(int maxLine, int maxEvent, String lastEventId) {
        if (maxLine < SMALLEST_LIMIT || maxEvent < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "limits must be at least 64: maxLine=" + maxLine + " maxEvent=" + maxEvent);
        }
        this.maxLine = maxLine;
        this.maxEvent = maxEvent;
        this.idBuffer = lastEventId;
        this.lastEventId = lastEventId;
    }

    /**
     * Pulls the next event.
     *
     * @param in bytes of the stream; consumed up to the end of the event, or whole
     * @return what was found; never an exception for anything the server sends
     */
    public Result next(ByteBuffer in) {
        if (failure != null) {
            in.position(in.limit());
            return Result.ENDED;
        }
        while (in.hasRemaining()) {
            if (afterReturn) {
                afterReturn = false;
                if (in.get(in.position()) == '\n') {
                    in.get();
                    continue;
                }
            }
            if (!readLine(in)) {
                return failure == null ? Result.NEED_MORE : Result.FAILURE;
            }
            boolean dispatched = endLine();
            lineSize = 0;
            if (failure != null) {
                return Result.FAILURE;
            }
            if (dispatched) {
                return Result.EVENT;
            }
        }
        return Result.NEED_MORE;
    }

    /**
     * The type of the event.
     *
     * @return {@code message} unless the event named another
     */
    public String type() {
        return type;
    }

    /**
     * The data of the event.
     *
     * @return its lines, joined by LF; maybe empty
     */
    public String data() {
        return data;
    }

    /**
     * The id of the last event that had one, up to the event told last: what {@code Last-Event-ID}
     * should say.
     *
     * @return without CR, LF and NUL; maybe empty
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * The reconnection time that the server asked for last; in force at once, with or without an
     * event.
     *
     * @return milliseconds, or -1 if it asked for none
     */
    public long retryMillis() {
        return retryMillis;
    }

    /**
     * Which limit was passed.
     *
     * @return null unless {@code FAILURE} was told
     */
    public @Nullable String failure() {
        return failure;
    }

    /** Moves bytes into the line; true at its end, false when there are no more, or too many. */
    private boolean readLine(ByteBuffer in) {
        int from = in.position();
        int end = in.limit();
        int at = from;
        while (at < end && in.get(at) != '\n' && in.get(at) != '\r') {
            at++;
        }
        int count = at - from;
        // Before the copy, with room for the byte order mark, which is no part of the line.
        if (count > maxLine + BYTE_ORDER_MARK.length - lineSize) {
            return tooLong();
        }
        line = reserve(line, lineSize + count);
        in.get(line, lineSize, count);
        lineSize += count;
        if (lineSize - markSize() > maxLine) {
            return tooLong();
        }
        if (at == end) {
            return false;
        }
        afterReturn = in.get() == '\r';
        return true;
    }

    private boolean tooLong() {
        failure = "line of more than " + maxLine + " bytes";
        return false;
    }

    /** What the byte order mark, allowed at the start of the stream, takes of the line. */
    private int markSize() {
        int mark = BYTE_ORDER_MARK.length;
        boolean isThere =
                firstLine
                        && lineSize >= mark
                        && Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark);
        return isThere ? mark : 0;
    }

    /** Interprets the line; true if it dispatched an event. */
    private boolean endLine() {
        int from = markSize();
        firstLine = false;
        if (from == lineSize) {
            return dispatch();
        }
        if (line[from] == ':') {
            return false;
        }
        int colon = from;
        while (colon < lineSize && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, lineSize);
        if (value < lineSize && line[value] == ' ') {
            value++;
        }
        field(from, colon, value);
        return false;
    }

    private void field(int from, int colon, int value) {
        int length = lineSize - value;
        if (isName(DATA, from, colon)) {
            if (isTooBig(length + 1L + typeBuffer.length() + idBuffer.length())) {
                return;
            }
            dataBuffer = reserve(dataBuffer, dataSize + length + 1);
            System.arraycopy(line, value, dataBuffer, dataSize, length);
            dataSize += length;
            dataBuffer[dataSize++] = '\n';
        } else if (isName(EVENT, from, colon)) {
            if (!isTooBig((long) length + idBuffer.length())) {
                typeBuffer = Utf8Text.decode(line, value, length);
            }
        } else if (isName(ID, from, colon)) {
            if (!holdsNul(value) && !isTooBig((long) length + typeBuffer.length())) {
                idBuffer = Utf8Text.decode(line, value, length);
            }
        } else if (isName(RETRY, from, colon)) {
            retry(value);
        }
    }

    private boolean dispatch() {
        lastEventId = idBuffer;
        boolean hasData = dataSize > 0;
        if (hasData) {
            type = typeBuffer.isEmpty() ? DEFAULT_TYPE : typeBuffer;
            data = Utf8Text.decode(dataBuffer, 0, dataSize - 1);
        }
        typeBuffer = "";
        dataSize = 0;
        if (dataBuffer.length > KEPT) {
            dataBuffer = new byte[KEPT];
        }
        if (line.length > KEPT) {
            line = new byte[KEPT];
        }
        return hasData;
    }

    private void retry(int value) {
        long millis = 0;
        for (int i = value; i < lineSize; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return;
            }
            // Saturates: a number of any length is legal.
            millis = millis > Integer.MAX_VALUE ? millis : millis * 10 + digit;
        }
        if (value < lineSize) {
            retryMillis = millis;
        }
    }

    private boolean isTooBig(long more) {
        if (dataSize + more <= maxEvent) {
            return false;
        }
        failure = "event of more than " + maxEvent + " bytes";
        return true;
    }

    private boolean holdsNul(int from) {
        for (int i = from; i < lineSize; i++) {
            if (line[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isName(byte[] name, int from, int to) {
        return Arrays.equals(name, 0, name.length, line, from, to);
    }

    private static byte[] reserve(byte[] buffer, int needed) {
        return needed <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
