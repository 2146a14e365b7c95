package dev.bogie.http1.machine;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.Method;
import dev.bogie.http.Status;

import java.util.List;

/**
 * The decision of RFC 9112 §6.3, and nothing else: which framing a received message has.
 *
 * <table>
 * <caption>A request, the first row that holds</caption>
 * <tr><th>what it has</th><th>framing</th></tr>
 * <tr><td>Transfer-Encoding, and it is HTTP/1.0</td><td>400</td></tr>
 * <tr><td>Transfer-Encoding and Content-Length</td><td>400</td></tr>
 * <tr><td>Transfer-Encoding twice, or malformed</td><td>400</td></tr>
 * <tr><td>Transfer-Encoding: chunked</td><td>chunked</td></tr>
 * <tr><td>any other Transfer-Encoding</td><td>501</td></tr>
 * <tr><td>Content-Length twice, or not 1*DIGIT, or beyond a long</td><td>400</td></tr>
 * <tr><td>Content-Length</td><td>that length</td></tr>
 * <tr><td>neither</td><td>none</td></tr>
 * </table>
 *
 * <table>
 * <caption>A response, the first row that holds</caption>
 * <tr><th>what it has</th><th>framing</th></tr>
 * <tr><td>status 1xx, 204, 304, or the answer to HEAD</td><td>none</td></tr>
 * <tr><td>2xx to CONNECT</td><td>none: what follows is the tunnel</td></tr>
 * <tr><td>otherwise as a request, but with neither field</td><td>until the connection ends</td></tr>
 * </table>
 *
 * <p>Stricter than §6.3 where two readers have been seen to differ: both fields together are
 * refused even where §6.1 lets Transfer-Encoding win, equal Content-Length fields are refused as
 * any other two, and no coding but chunked is known. Those rows throw, so that the caller closes.
 */
final class MessageFraming {
    private static final int LONG_DIGITS = 18;

    private MessageFraming() {}

    static Framing ofRequest(boolean http11, Fields fields) throws MessageException {
        return byFields(http11, fields, Framing.NONE);
    }

    static Framing ofResponse(Method asked, Status status, boolean http11, Fields fields)
            throws MessageException {
        if (status.hasNoContent() || asked.equals(Method.HEAD)) {
            return Framing.NONE;
        }
        if (asked.equals(Method.CONNECT) && status.isSuccess()) {
            return Framing.NONE;
        }
        return byFields(http11, fields, Framing.UNTIL_CLOSE);
    }

    private static Framing byFields(boolean http11, Fields fields, Framing otherwise)
            throws MessageException {
        List<String> codings = fields.all(FieldName.TRANSFER_ENCODING);
        List<String> lengths = fields.all(FieldName.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            if (!http11) {
                throw MessageException.bad("Transfer-Encoding in HTTP/1.0");
            }
            if (!lengths.isEmpty()) {
                throw MessageException.bad("Transfer-Encoding and Content-Length together");
            }
            return byCoding(codings);
        }
        return lengths.isEmpty() ? otherwise : Framing.ofLength(length(lengths));
    }

    private static Framing byCoding(List<String> codings) throws MessageException {
        if (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")) {
            return Framing.CHUNKED;
        }
        for (String coding : codings) {
            for (String member : coding.split(",", -1)) {
                String name = member.strip();
                boolean known =
                        name.equalsIgnoreCase("chunked") || name.equalsIgnoreCase("identity");
                if (!Grammar.isToken(name) || known) {
                    throw MessageException.bad("a malformed Transfer-Encoding");
                }
            }
        }
        if (codings.size() > 1) {
            throw MessageException.bad("Transfer-Encoding more than once");
        }
        throw new MessageException(Status.NOT_IMPLEMENTED, "a Transfer-Encoding but chunked");
    }

    private static long length(List<String> lengths) throws MessageException {
        String text = lengths.getFirst();
        if (lengths.size() > 1) {
            throw MessageException.bad("Content-Length more than once");
        }
        if (text.isEmpty() || text.length() > LONG_DIGITS) {
            throw MessageException.bad("a malformed Content-Length");
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw MessageException.bad("a malformed Content-Length");
            }
            length = length * 10 + digit;
        }
        return length;
    }
}
