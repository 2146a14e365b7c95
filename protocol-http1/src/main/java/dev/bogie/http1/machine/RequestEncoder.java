package dev.bogie.http1.machine;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Grammar;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.fields.Authority;

import java.nio.ByteBuffer;

/**
 * Heads of requests (RFC 9112 §3), written in place, Host first. A body of unknown length goes in
 * chunks; a method that usually has content says so when it has none.
 */
public final class RequestEncoder {
    private static final int FRAME = 256;
    private static final byte[] VERSION = HeadWriter.ascii(" HTTP/1.1\r\nHost: ");

    private RequestEncoder() {}

    /**
     * The framing of a request.
     *
     * @param body of the request
     * @return the framing that {@link #head} announces
     */
    public static Framing framing(Body body) {
        return body.length() == Body.UNKNOWN_LENGTH
                ? Framing.CHUNKED
                : Framing.ofLength(body.length());
    }

    /**
     * How much room {@link #head} needs.
     *
     * @param request to be sent
     * @return at least as many bytes as it will write
     */
    public static int sizeOf(Request request) {
        return HeadWriter.sizeOf(request.fields())
                + request.method().name().length()
                + request.target().length()
                + request.authority().length()
                + FRAME;
    }

    /**
     * Writes the head. A body that is a {@link Body.Handover} is the offer to go over to its
     * protocol.
     *
     * @param out with room for {@link #sizeOf}; its position is where it was if this throws
     * @param request with an authority; fields that frame messages are left out
     * @throws IllegalArgumentException if target, authority or a value can't be sent
     */
    public static void head(ByteBuffer out, Request request) {
        if (!Grammar.isTarget(request.target())) {
            throw new IllegalArgumentException(
                    "a target that can't be sent: " + Grammar.printable(request.target()));
        }
        Authority.parse(request.authority());
        int start = out.position();
        try {
            HeadWriter.value(out, FieldName.HOST, request.method().name());
            out.put((byte) ' ');
            HeadWriter.value(out, FieldName.HOST, request.target());
            out.put(VERSION);
            HeadWriter.value(out, FieldName.HOST, request.authority());
            out.put(HeadWriter.CRLF);
            HeadWriter.fields(out, request.fields());
            Framing framing = framing(request.body());
            if (!framing.hasContent() && expectsContent(request.method())) {
                HeadWriter.contentLength(out, 0);
            }
            HeadWriter.framing(out, framing);
            if (request.body() instanceof Body.Handover handover) {
                HeadWriter.upgrade(out, handover.protocol());
            }
            out.put(HeadWriter.CRLF);
        } catch (IllegalArgumentException e) {
            out.position(start);
            throw e;
        }
    }

    private static boolean expectsContent(Method method) {
        return method.equals(Method.POST)
                || method.equals(Method.PUT)
                || method.equals(Method.PATCH);
    }
}
