package dev.bogie.http1.machine;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Method;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.HttpDate;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Heads of responses (RFC 9112 §4), written in place. What frames the message is decided here, from
 * the request and the length of the body; an application can't say otherwise.
 *
 * <table>
 * <caption>The framing of a response</caption>
 * <tr><th>response</th><th>fields</th><th>content sent</th></tr>
 * <tr><td>1xx, 204, 304</td><td>none</td><td>no</td></tr>
 * <tr><td>length known</td><td>Content-Length</td><td>unless HEAD asked</td></tr>
 * <tr><td>length not known, to HTTP/1.1</td><td>Transfer-Encoding: chunked</td><td>unless HEAD asked</td></tr>
 * <tr><td>length not known, to HTTP/1.0</td><td>Connection: close</td><td>unless HEAD asked</td></tr>
 * </table>
 *
 * <p>Keeps the current second's Date: one encoder may serve all connections of one driver at a
 * time.
 */
public final class ResponseEncoder {
    private static final int FRAME = 256;
    private static final byte[][] STATUS_LINES = new byte[600][];
    private static final byte[] CONTINUE = HeadWriter.ascii("HTTP/1.1 100 Continue\r\n\r\n");

    static {
        for (int code = 100; code < STATUS_LINES.length; code++) {
            STATUS_LINES[code] =
                    HeadWriter.ascii("HTTP/1.1 " + code + ' ' + Status.of(code).reason() + "\r\n");
        }
    }

    private long dateSecond = Long.MIN_VALUE;
    private byte[] date = {};

    /** An encoder. */
    public ResponseEncoder() {}

    /**
     * What the body's length and the request ask for.
     *
     * @param asked the request's method
     * @param http11 whether the client speaks HTTP/1.1
     * @param status the response's
     * @param length the body's, or {@link Body#UNKNOWN_LENGTH}
     * @return the framing that {@link #head} announces; with HEAD, of content that must not be sent
     */
    public static Framing framing(Method asked, boolean http11, Status status, long length) {
        if (status.hasNoContent() || (asked.equals(Method.CONNECT) && status.isSuccess())) {
            return Framing.NONE;
        }
        if (length != Body.UNKNOWN_LENGTH) {
            return Framing.ofLength(length);
        }
        return http11 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    /**
     * How much room {@link #head} needs.
     *
     * @param fields of the response
     * @return at least as many bytes as it will write
     */
    public static int sizeOf(Fields fields) {
        return HeadWriter.sizeOf(fields) + FRAME;
    }

    /**
     * Writes the head of a final response.
     *
     * @param out with room for {@link #sizeOf}; its position is where it was if this throws
     * @param response its status, 200 or above, its fields but those that frame messages, and the
     *     protocol that it {@linkplain Response#upgrade demands}; its body is not looked at
     * @param framing as {@link #framing} decided
     * @param ending whether the connection stays
     * @throws IllegalArgumentException if a value can't be sent
     */
    public void head(ByteBuffer out, Response response, Framing framing, Ending ending) {
        Status status = response.status();
        Fields fields = response.fields();
        int start = out.position();
        try {
            out.put(STATUS_LINES[status.code()]);
            if (!fields.has(FieldName.DATE)) {
                out.put(date);
            }
            HeadWriter.fields(out, fields);
            if (!framing.hasContent() && !status.hasNoContent()) {
                HeadWriter.contentLength(out, 0);
            }
            HeadWriter.framing(out, framing);
            if (!response.upgrade().isEmpty()) {
                HeadWriter.upgrade(out, response.upgrade());
            }
            switch (ending) {
                case KEEP -> {}
                case KEEP_SAID -> HeadWriter.keepAlive(out);
                case CLOSE -> HeadWriter.close(out);
            }
            out.put(HeadWriter.CRLF);
        } catch (IllegalArgumentException e) {
            out.position(start);
            throw e;
        }
    }

    /**
     * Writes the agreement to go over to another protocol (RFC 9110 §7.8).
     *
     * @param out with room for {@link #sizeOf}; its position is where it was if this throws
     * @param protocol the upgrade token, at most 100 characters
     * @param fields of the response
     * @throws IllegalArgumentException if the token is none, or a value can't be sent
     */
    public void switching(ByteBuffer out, String protocol, Fields fields) {
        int start = out.position();
        try {
            out.put(STATUS_LINES[Status.SWITCHING_PROTOCOLS.code()]);
            HeadWriter.fields(out, fields);
            HeadWriter.upgrade(out, protocol);
            out.put(HeadWriter.CRLF);
        } catch (IllegalArgumentException e) {
            out.position(start);
            throw e;
        }
    }

    /**
     * Writes the whole of a response 100 (RFC 9110 §10.1.1).
     *
     * @param out with room for 25 bytes
     */
    public static void interim(ByteBuffer out) {
        out.put(CONTINUE);
    }

    /**
     * Tells the time for the field Date.
     *
     * @param epochSecond seconds since 1970
     */
    public void date(long epochSecond) {
        if (epochSecond != dateSecond) {
            dateSecond = epochSecond;
            String text = HttpDate.format(Instant.ofEpochSecond(epochSecond));
            date = HeadWriter.ascii("Date: " + text + "\r\n");
        }
    }

    /** What a head says about the connection's future. */
    public enum Ending {
        /** It stays, as is usual in HTTP/1.1. */
        KEEP,
        /** It stays, and a client of HTTP/1.0 is told so. */
        KEEP_SAID,
        /** It closes after this response. */
        CLOSE
    }
}
