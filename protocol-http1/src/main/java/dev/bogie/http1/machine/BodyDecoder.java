package dev.bogie.http1.machine;

import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.Status;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The content of one message, whatever its {@link Framing} (RFC 9112 §6–7):
 *
 * <pre>
 * chunked-body = *( chunk-size [ chunk-ext ] CRLF chunk-data CRLF )
 *                1*"0" [ chunk-ext ] CRLF  trailer-section CRLF
 * chunk-ext    = *( ";" chunk-ext-name [ "=" ( token / quoted-string ) ] )
 * </pre>
 *
 * <p>Asked what comes next, it takes the framing around the content from the buffer and answers how
 * many bytes of content stand at its position. The caller takes as many of these as it likes and
 * says so.
 *
 * {@snippet :
 * int length;
 * while ((length = decoder.next(in)) > 0) {
 *     int n = Math.min(length, out.remaining());
 *     out.put(in.slice(in.position(), n));
 *     in.position(in.position() + n);
 *     decoder.taken(n);
 * }
 * }
 *
 * <p>Stricter than §7.1: no white space around an extension's parts (§7.1.1 calls it bad), at most
 * eight digits of size, a line and all extensions together are limited, and every line ends with
 * CRLF.
 */
public final class BodyDecoder {
    /** What {@link #next} answers when it needs more bytes. */
    public static final int MORE = 0;

    /** What {@link #next} answers when the content has ended. */
    public static final int END = -1;

    private enum State {
        CONTENT,
        SIZE,
        EXT_NAME,
        EXT_VALUE,
        EXT_TOKEN,
        EXT_QUOTED,
        EXT_ESCAPED,
        EXT_AFTER_QUOTED,
        SIZE_LF,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }

    private static final int MAX_DIGITS = 8;

    private final Limits limits;
    private final Framing.Kind kind;
    private @Nullable FieldSectionParser trailerSection;

    private State state;

    /** Content that is still to come of the whole, or of this chunk. */
    private long remaining;

    private long total;
    private int digits;
    private int lineLength;
    private int nameLength;
    private int extensions;
    private Fields trailers = Fields.empty();

    /**
     * A decoder for one message.
     *
     * @param framing of that message
     * @param limits what is refused
     */
    public BodyDecoder(Framing framing, Limits limits) {
        this.limits = limits;
        this.kind = framing.kind();
        this.remaining = kind == Framing.Kind.UNTIL_CLOSE ? Long.MAX_VALUE : framing.length();
        this.state =
                switch (kind) {
                    case NONE -> State.DONE;
                    case LENGTH, UNTIL_CLOSE -> State.CONTENT;
                    case CHUNKED -> State.SIZE;
                };
    }

    /**
     * What comes next.
     *
     * @param in unread bytes; framing is taken from it
     * @return how many bytes of content stand at the position now; {@link #MORE} or {@link #END}
     * @throws MessageException if the framing is malformed or a limit exceeded; not to be asked
     *     again
     */
    public int next(ByteBuffer in) throws MessageException {
        while (true) {
            switch (state) {
                case DONE -> {
                    return END;
                }
                case CONTENT -> {
                    if (remaining > 0) {
                        return content(in);
                    }
                    state = kind == Framing.Kind.CHUNKED ? State.DATA_CR : State.DONE;
                }
                case TRAILERS -> {
                    if (!trailers(in)) {
                        return MORE;
                    }
                }
                default -> {
                    if (!in.hasRemaining()) {
                        return MORE;
                    }
                    frame(in.get() & 0xff);
                }
            }
        }
    }

    /**
     * Content was taken from the buffer.
     *
     * @param count how many bytes, at most what {@link #next} answered
     */
    public void taken(int count) {
        remaining -= kind == Framing.Kind.UNTIL_CLOSE ? 0 : count;
        total += count;
    }

    /**
     * The input has ended, and all of it was offered to {@link #next}.
     *
     * @throws MessageException if content is missing; only content until the connection's end is
     *     whole
     */
    public void inputEnded() throws MessageException {
        if (kind == Framing.Kind.UNTIL_CLOSE) {
            state = State.DONE;
        } else if (state != State.DONE && (state != State.CONTENT || remaining > 0)) {
            throw MessageException.bad("the connection ended within a body");
        }
    }

    /** {@return whether all of the content, and what frames it, was taken} */
    public boolean isDone() {
        return state == State.DONE
                || (state == State.CONTENT && remaining == 0 && kind == Framing.Kind.LENGTH);
    }

    /** {@return how many bytes of content were taken} */
    public long total() {
        return total;
    }

    /** {@return how much content is known to be missing; 0 if that is not known} */
    public long missing() {
        return kind == Framing.Kind.LENGTH ? remaining : 0;
    }

    /** {@return the fields after the content; none before {@link #isDone}} */
    public Fields trailers() {
        return trailers;
    }

    private int content(ByteBuffer in) throws MessageException {
        if (kind == Framing.Kind.UNTIL_CLOSE && total + in.remaining() > limits.body()) {
            throw tooLarge("a body of more than " + limits.body() + " bytes");
        }
        return (int) Math.min(in.remaining(), remaining);
    }

    private void frame(int b) throws MessageException {
        switch (state) {
            case DATA_CR -> expect(b, '\r', State.DATA_LF);
            case DATA_LF -> {
                expect(b, '\n', State.SIZE);
                digits = 0;
                remaining = 0;
                lineLength = 0;
            }
            case SIZE_LF -> {
                expect(b, '\n', State.CONTENT);
                endSizeLine();
            }
            default -> {
                if (++lineLength > limits.chunkLine()) {
                    throw MessageException.bad("an endless chunk size line");
                }
                sizeLine(b);
            }
        }
    }

    private void sizeLine(int b) throws MessageException {
        if (state != State.SIZE && ++extensions > limits.chunkExtensions()) {
            throw MessageException.bad("endless chunk extensions");
        }
        switch (state) {
            case SIZE -> {
                int digit = hexDigit(b);
                if (digit >= 0 && digits < MAX_DIGITS) {
                    remaining = remaining << 4 | digit;
                    digits++;
                } else {
                    endOfPart(b, digits > 0);
                }
            }
            case EXT_NAME -> {
                if (Grammar.isTokenChar(b)) {
                    nameLength++;
                } else if (b == '=' && nameLength > 0) {
                    state = State.EXT_VALUE;
                } else {
                    endOfPart(b, nameLength > 0);
                }
            }
            case EXT_VALUE -> {
                boolean token = Grammar.isTokenChar(b);
                if (!token && b != '"') {
                    throw malformed();
                }
                state = token ? State.EXT_TOKEN : State.EXT_QUOTED;
            }
            case EXT_TOKEN -> {
                if (!Grammar.isTokenChar(b)) {
                    endOfPart(b, true);
                }
            }
            case EXT_QUOTED, EXT_ESCAPED -> quoted(b);
            default -> endOfPart(b, true);
        }
    }

    private void quoted(int b) throws MessageException {
        if (!Grammar.isFieldValueChar(b)) {
            throw malformed();
        }
        if (state == State.EXT_ESCAPED) {
            state = State.EXT_QUOTED;
        } else if (b == '\\') {
            state = State.EXT_ESCAPED;
        } else if (b == '"') {
            state = State.EXT_AFTER_QUOTED;
        }
    }

    private void endOfPart(int b, boolean complete) throws MessageException {
        if (!complete || (b != ';' && b != '\r')) {
            throw malformed();
        }
        state = b == ';' ? State.EXT_NAME : State.SIZE_LF;
        nameLength = 0;
    }

    private void endSizeLine() throws MessageException {
        if (remaining > limits.body() - total) {
            throw tooLarge("a body of more than " + limits.body() + " bytes");
        }
        if (remaining == 0) {
            state = State.TRAILERS;
        }
    }

    private boolean trailers(ByteBuffer in) throws MessageException {
        if (trailerSection == null) {
            trailerSection = new FieldSectionParser(limits, limits.trailers(), new HeadBytes());
        }
        if (!trailerSection.parse(in)) {
            return false;
        }
        trailers = trailerSection.fields();
        in.position(in.position() + trailerSection.offset());
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.name(i).isFraming()) {
                throw MessageException.bad("a trailer field that frames messages");
            }
        }
        state = State.DONE;
        return true;
    }

    private void expect(int b, char wanted, State next) throws MessageException {
        if (b != wanted) {
            throw MessageException.bad("a chunk that does not end with CRLF where its size says");
        }
        state = next;
    }

    private static int hexDigit(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static MessageException malformed() {
        return MessageException.bad("a malformed chunk size line");
    }

    private static MessageException tooLarge(String message) {
        return new MessageException(Status.CONTENT_TOO_LARGE, message);
    }
}
