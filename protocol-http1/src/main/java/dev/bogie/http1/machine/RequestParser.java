package dev.bogie.http1.machine;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.HttpException;
import dev.bogie.http.Method;
import dev.bogie.http.Status;
import dev.bogie.http.fields.Authority;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Heads of requests (RFC 9112 §2–3, §5):
 *
 * <pre>request-line = method SP request-target SP HTTP-version CRLF</pre>
 *
 * <p>Asked for the next head, it answers with one or with null, which means that it needs more
 * bytes. It takes nothing from the buffer before a head is complete, except empty lines before it,
 * and remembers how far it looked, relative to the position: the caller leaves the bytes where they
 * are.
 *
 * <p>It knows nothing of bodies: what follows a head is for a {@link BodyDecoder}, and it must not
 * be asked again before the request was answered ({@link ConnectionState#mayReadRequest}).
 *
 * <p>Stricter than the RFC: one SP between the parts (§3), CRLF ends a line (§2.2), a field Host is
 * valid even where the target has an authority, and an unknown minor version is refused.
 */
public final class RequestParser {
    private enum State {
        START,
        METHOD,
        TARGET,
        VERSION,
        FIELDS
    }

    private static final byte[] VERSION = "HTTP/1.x\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAJOR = 5;
    private static final int MINOR = 7;
    private static final int MAX_METHOD = 32;

    /** Line ends before a request, as some clients send after a body (§2.2). */
    private static final int MAX_EMPTY_LINES = 4;

    private final Limits limits;
    private final HeadBytes head = new HeadBytes();
    private final FieldSectionParser section;

    private State state = State.START;
    private int at;
    private int targetStart;
    private int targetEnd;
    private int emptyLines;
    private boolean http11;

    /** A connection mostly asks one host: its name is checked and made a String once. */
    private String lastHost = "";

    private byte[] lastHostOctets = {};

    /**
     * A parser for one connection.
     *
     * @param limits what is refused
     */
    public RequestParser(Limits limits) {
        this.limits = limits;
        this.section = new FieldSectionParser(limits, limits.head(), head);
    }

    /**
     * The next head.
     *
     * @param in unread bytes, from where the last call left them
     * @return the head, its bytes taken from the buffer; or null if more bytes are needed
     * @throws MessageException if it is malformed, ambiguous or too large; not to be asked again
     */
    public @Nullable RequestHead next(ByteBuffer in) throws MessageException {
        while (state != State.FIELDS) {
            boolean advanced =
                    switch (state) {
                        case START -> start(in);
                        case METHOD -> method(in);
                        case TARGET -> target(in);
                        default -> version(in);
                    };
            if (!advanced) {
                return null;
            }
        }
        if (!section.parse(in)) {
            return null;
        }
        in.position(in.position() + section.offset());
        state = State.START;
        emptyLines = 0;
        return complete();
    }

    /** {@return whether part of a head has arrived: the time for the whole is running} */
    public boolean isInHead() {
        return state != State.START || emptyLines > 0;
    }

    private boolean start(ByteBuffer in) throws MessageException {
        while (in.hasRemaining() && in.get(in.position()) == '\r') {
            if (in.remaining() == 1) {
                return false;
            }
            if (in.get(in.position() + 1) != '\n' || ++emptyLines > MAX_EMPTY_LINES) {
                throw MessageException.bad("no request line");
            }
            in.position(in.position() + 2);
        }
        at = 0;
        state = in.hasRemaining() ? State.METHOD : State.START;
        return in.hasRemaining();
    }

    private boolean method(ByteBuffer in) throws MessageException {
        int end = Math.min(head.filled, MAX_METHOD + 1);
        while (at < end && Grammar.isTokenChar(head.bytes[at] & 0xff)) {
            at++;
        }
        if (at > MAX_METHOD) {
            throw new MessageException(Status.NOT_IMPLEMENTED, "an endless method");
        }
        if (at == end) {
            return head.fill(in);
        }
        if (at == 0 || head.bytes[at] != ' ') {
            throw MessageException.bad("a request line that begins with no method");
        }
        targetStart = ++at;
        state = State.TARGET;
        return true;
    }

    private boolean target(ByteBuffer in) throws MessageException {
        byte[] bytes = head.bytes;
        int end = Math.min(head.filled, limits.line() + 1);
        int i = at;
        while (i < end && Grammar.isTargetChar(bytes[i] & 0xff)) {
            i++;
        }
        at = i;
        if (at > limits.line()) {
            throw new MessageException(
                    Status.URI_TOO_LONG, "a request line of more than " + limits.line() + " bytes");
        }
        if (at == end) {
            return head.fill(in);
        }
        if (at == targetStart || bytes[at] != ' ') {
            throw MessageException.bad("a malformed request target");
        }
        targetEnd = at++;
        state = State.VERSION;
        return true;
    }

    private boolean version(ByteBuffer in) throws MessageException {
        for (int i = at - targetEnd - 1; i < VERSION.length; i++, at++) {
            if (at == head.filled && !head.fill(in)) {
                return false;
            }
            byte b = head.bytes[at];
            boolean digit = b >= '0' && b <= '9';
            if (i == MINOR && (b == '0' || b == '1')) {
                http11 = b == '1';
            } else if ((i == MINOR && digit) || (i == MAJOR && digit && b != '1')) {
                throw new MessageException(
                        Status.HTTP_VERSION_NOT_SUPPORTED, "neither HTTP/1.1 nor HTTP/1.0");
            } else if (i == MINOR || b != VERSION[i]) {
                throw MessageException.bad("a request line that does not end with a version");
            }
        }
        section.begin(at);
        state = State.FIELDS;
        return true;
    }

    private RequestHead complete() throws MessageException {
        Method method = method();
        String target = head.text(targetStart, targetEnd);
        boolean sameHost = !lastHost.isEmpty() && section.hasOnly(FieldName.HOST, lastHostOctets);
        Fields fields = section.fields();
        String host = sameHost ? lastHost : host(fields);
        String scheme = "";
        if (method.equals(Method.CONNECT)) {
            host = authority(target);
        } else if (target.charAt(0) != '/' && !isAsterisk(method, target)) {
            int mark = target.indexOf("://");
            scheme = mark < 0 ? "" : target.substring(0, mark).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw MessageException.bad("a malformed request target");
            }
            int path = endOfAuthority(target, mark + 3);
            host = authority(target.substring(mark + 3, path));
            target = origin(method, target.substring(path));
        }
        Framing framing =
                section.mayHave(FieldName.TRANSFER_ENCODING)
                                || section.mayHave(FieldName.CONTENT_LENGTH)
                        ? MessageFraming.ofRequest(http11, fields)
                        : Framing.NONE;
        if (framing.length() > limits.body()) {
            throw new MessageException(
                    Status.CONTENT_TOO_LARGE, "a body of more than " + limits.body() + " bytes");
        }
        return new RequestHead(
                method,
                scheme,
                host,
                target,
                http11,
                fields,
                framing,
                keepAlive(fields),
                expectsContinue(fields),
                upgrade(method, framing, fields));
    }

    private Method method() {
        byte[] b = head.bytes;
        boolean get = targetStart == 4 && b[0] == 'G' && b[1] == 'E' && b[2] == 'T';
        return get ? Method.GET : Method.of(head.text(0, targetStart - 1));
    }

    private static boolean isAsterisk(Method method, String target) throws MessageException {
        if (target.equals("*") && !method.equals(Method.OPTIONS)) {
            throw MessageException.bad("the target * with another method than OPTIONS");
        }
        return target.equals("*");
    }

    private static int endOfAuthority(String target, int from) {
        int end = from;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    private static String origin(Method method, String rest) {
        if (rest.isEmpty()) {
            return method.equals(Method.OPTIONS) ? "*" : "/";
        }
        return rest.charAt(0) == '/' ? rest : '/' + rest;
    }

    /** Exactly one valid Host in HTTP/1.1 (§3.2), at most one in HTTP/1.0. */
    private String host(Fields fields) throws MessageException {
        Optional<String> field = Optional.empty();
        try {
            field = section.mayHave(FieldName.HOST) ? fields.single(FieldName.HOST) : field;
        } catch (HttpException e) {
            throw MessageException.bad("more than one field Host");
        }
        if (field.isEmpty() && http11) {
            throw MessageException.bad("no field Host");
        }
        if (field.isEmpty()) {
            return "";
        }
        lastHost = authority(field.get());
        lastHostOctets = lastHost.getBytes(StandardCharsets.ISO_8859_1);
        return lastHost;
    }

    private static String authority(String text) throws MessageException {
        try {
            Authority.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw MessageException.bad("a malformed host");
        }
    }

    private boolean keepAlive(Fields fields) {
        if (!section.mayHave(FieldName.CONNECTION)) {
            return http11;
        }
        return !fields.hasToken(FieldName.CONNECTION, "close")
                && (http11 || fields.hasToken(FieldName.CONNECTION, "keep-alive"));
    }

    private boolean expectsContinue(Fields fields) throws MessageException {
        if (!http11 || !section.mayHave(FieldName.EXPECT) || !fields.has(FieldName.EXPECT)) {
            return false;
        }
        for (String expectation : fields.all(FieldName.EXPECT)) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw new MessageException(Status.EXPECTATION_FAILED, "an unknown expectation");
            }
        }
        return true;
    }

    /** An upgrade with content would leave it open whose bytes that content is: not honoured. */
    private String upgrade(Method method, Framing framing, Fields fields) {
        boolean offered =
                http11
                        && section.mayHave(FieldName.UPGRADE)
                        && !framing.hasContent()
                        && method.equals(Method.GET)
                        && fields.hasToken(FieldName.CONNECTION, "upgrade");
        return offered ? String.join(",", fields.all(FieldName.UPGRADE)) : "";
    }
}
