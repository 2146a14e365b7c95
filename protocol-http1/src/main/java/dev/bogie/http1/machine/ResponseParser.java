package dev.bogie.http1.machine;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.Method;
import dev.bogie.http.Status;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Heads of responses (RFC 9112 §4–5), as a client reads them:
 *
 * <pre>status-line = HTTP-version SP status-code [ SP [ reason-phrase ] ] CRLF</pre>
 *
 * <p>Works as {@link RequestParser} does. Looser than §4 in one thing, which real servers do: where
 * there is no phrase, its SP may be missing. Interim responses are answered like others; how many a
 * client takes is its own limit.
 */
public final class ResponseParser {
    private enum State {
        STATUS_LINE,
        PHRASE,
        LINE_END,
        FIELDS
    }

    /** As it must be up to the phrase; x and d stand for digits. */
    private static final byte[] FORM = "HTTP/1.x ddd".getBytes(StandardCharsets.US_ASCII);

    private static final int MINOR = 7;

    private final Limits limits;
    private final HeadBytes head = new HeadBytes();
    private final FieldSectionParser section;
    private State state = State.STATUS_LINE;
    private int at;
    private int code;
    private boolean http11;

    /**
     * A parser for one connection.
     *
     * @param limits what is refused
     */
    public ResponseParser(Limits limits) {
        this.limits = limits;
        this.section = new FieldSectionParser(limits, limits.head(), head);
    }

    /**
     * The next head.
     *
     * @param in unread bytes, from where the last call left them
     * @param asked the method of the request that is being answered, on which the framing depends
     * @return the head, its bytes taken from the buffer; or null if more bytes are needed
     * @throws MessageException if it is malformed, ambiguous or too large; not to be asked again
     */
    public @Nullable ResponseHead next(ByteBuffer in, Method asked) throws MessageException {
        while (state != State.FIELDS) {
            if (at == head.filled && !head.fill(in)) {
                return null;
            }
            int b = head.bytes[at] & 0xff;
            switch (state) {
                case STATUS_LINE -> statusLine(b);
                case PHRASE -> phrase(b);
                default -> lineEnd(b);
            }
            at++;
        }
        if (section.offset() < at) {
            section.begin(at);
        }
        if (!section.parse(in)) {
            return null;
        }
        ResponseHead complete = complete(section.fields(), asked);
        in.position(in.position() + section.offset());
        section.begin(0);
        state = State.STATUS_LINE;
        at = 0;
        code = 0;
        return complete;
    }

    private void statusLine(int b) throws MessageException {
        boolean digit = b >= '0' && b <= '9';
        if (at >= FORM.length) {
            if (code < 100 || code > 599 || (b != ' ' && b != '\r')) {
                throw MessageException.bad("a malformed status");
            }
            state = b == ' ' ? State.PHRASE : State.LINE_END;
        } else if (FORM[at] == 'd' && digit) {
            code = code * 10 + b - '0';
        } else if (at == MINOR && (b == '0' || b == '1')) {
            http11 = b == '1';
        } else if (at == MINOR || FORM[at] == 'd' || b != FORM[at]) {
            throw MessageException.bad("no status line of HTTP/1.1");
        }
    }

    private void phrase(int b) throws MessageException {
        if (at > limits.line()) {
            throw MessageException.bad("an endless status line");
        }
        if (b == '\r') {
            state = State.LINE_END;
        } else if (!Grammar.isFieldValueChar(b)) {
            throw MessageException.bad("a control character in a status line");
        }
    }

    private void lineEnd(int b) throws MessageException {
        if (b != '\n') {
            throw MessageException.bad("CR without LF");
        }
        state = State.FIELDS;
    }

    private ResponseHead complete(Fields fields, Method asked) throws MessageException {
        Status status = Status.of(code);
        Framing framing = MessageFraming.ofResponse(asked, status, http11, fields);
        if (framing.length() > limits.body()) {
            throw new MessageException(
                    Status.CONTENT_TOO_LARGE, "a body of more than " + limits.body() + " bytes");
        }
        boolean keepAlive =
                framing.kind() != Framing.Kind.UNTIL_CLOSE
                        && !fields.hasToken(FieldName.CONNECTION, "close")
                        && (http11 || fields.hasToken(FieldName.CONNECTION, "keep-alive"));
        String upgrade =
                code == Status.SWITCHING_PROTOCOLS.code()
                        ? String.join(",", fields.all(FieldName.UPGRADE))
                        : "";
        return new ResponseHead(status, http11, fields, framing, keepAlive, upgrade);
    }
}
