package dev.bogie.http1.machine;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.Status;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Field lines up to the empty line (RFC 9112 §5), of a head or of trailers:
 *
 * <pre>field-line CRLF = field-name ":" OWS field-value OWS CRLF</pre>
 *
 * <p>Stricter than §2.2 and §5.2 allow: a line ends with CRLF only, and folded lines are refused,
 * as whoever reads these otherwise sees other fields. Space before the colon is refused as §5.1
 * demands.
 *
 * <p>Bytes stay in the buffer until the section is complete, while {@link HeadBytes} has a copy of
 * what was examined. The scan goes on where it stopped, so byte by byte it is still linear.
 */
final class FieldSectionParser {
    private enum State {
        LINE_START,
        NAME,
        SPACE,
        VALUE,
        LINE_END,
        SECTION_END
    }

    private static final int SLICE = 4;
    private static final int FEW = 16;

    private final HeadBytes head;
    private final int maxLine;
    private final int maxFields;
    private final int maxSection;

    private State state = State.LINE_START;
    private int at;
    private int lineStart;
    private int valueStart;
    private int count;
    private int[] slices = new int[FEW * SLICE];

    /** Bit n: a name of n octets was seen; says at once that most fields of interest are absent. */
    private long lengths;

    FieldSectionParser(Limits limits, int maxSection, HeadBytes head) {
        this.head = head;
        this.maxLine = limits.fieldLine();
        this.maxFields = limits.fields();
        this.maxSection = maxSection;
    }

    /** Begins a section at that offset. */
    void begin(int offset) {
        state = State.LINE_START;
        at = offset;
        count = 0;
        lengths = 0;
        if (slices.length > FEW * SLICE) {
            slices = new int[FEW * SLICE];
        }
    }

    /** The offset behind what was examined; once complete, behind the section. */
    int offset() {
        return at;
    }

    /** False only if the section has no field of that name. */
    boolean mayHave(FieldName name) {
        return (lengths >>> name.length() & 1) != 0;
    }

    /**
     * Examines what is new.
     *
     * @return whether the section is complete; if not, all of it was examined
     */
    boolean parse(ByteBuffer in) throws MessageException {
        while (true) {
            int end = Math.min(head.filled, limit() + 1);
            if (at == end) {
                checkSize();
                if (!head.fill(in)) {
                    return false;
                }
            } else if (examine(head.bytes, end)) {
                return true;
            }
        }
    }

    /** The fields of a complete section, which get its bytes. */
    Fields fields() {
        return head.fields(at, Arrays.copyOf(slices, count * SLICE), count);
    }

    /** Whether the section has one field of that name, and it has those octets for a value. */
    boolean hasOnly(FieldName name, byte[] value) {
        boolean found = false;
        for (int i = 0; i < count * SLICE; i += SLICE) {
            if (name.matches(head.bytes, slices[i], slices[i + 1])) {
                int from = slices[i + 2];
                int to = from + slices[i + 3];
                if (found || !Arrays.equals(head.bytes, from, to, value, 0, value.length)) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** Examines bytes of one state; answers whether the section is complete. */
    private boolean examine(byte[] bytes, int end) throws MessageException {
        switch (state) {
            case LINE_START -> lineStart(bytes[at]);
            case NAME -> name(bytes, end);
            case SPACE -> space(bytes, end);
            case VALUE -> value(bytes, end);
            case LINE_END -> {
                expectLineFeed(bytes[at]);
                checkSize();
                state = State.LINE_START;
            }
            case SECTION_END -> {
                expectLineFeed(bytes[at]);
                checkSize();
                return true;
            }
        }
        return false;
    }

    private void lineStart(byte b) throws MessageException {
        if (b == '\r') {
            state = State.SECTION_END;
            at++;
            return;
        }
        if (b == ' ' || b == '\t') {
            throw MessageException.bad("white space at the start of a field line");
        }
        if (count == maxFields) {
            throw tooLarge("more than " + maxFields + " fields");
        }
        lineStart = at;
        state = State.NAME;
    }

    private void name(byte[] bytes, int end) throws MessageException {
        int i = at;
        while (i < end && Grammar.isTokenChar(bytes[i] & 0xff)) {
            i++;
        }
        at = i;
        if (i == end) {
            return;
        }
        if (bytes[i] != ':' || i == lineStart) {
            throw MessageException.bad("a field line without a name followed by a colon");
        }
        if (count * SLICE == slices.length) {
            slices = Arrays.copyOf(slices, slices.length * 2);
        }
        slices[count * SLICE] = lineStart;
        slices[count * SLICE + 1] = i - lineStart;
        lengths |= i - lineStart < Long.SIZE ? 1L << (i - lineStart) : 0;
        at++;
        state = State.SPACE;
    }

    private void space(byte[] bytes, int end) {
        int i = at;
        while (i < end && isSpace(bytes[i])) {
            i++;
        }
        at = i;
        if (i < end) {
            valueStart = i;
            state = State.VALUE;
        }
    }

    private void value(byte[] bytes, int end) throws MessageException {
        int i = at;
        while (i < end && Grammar.isFieldValueChar(bytes[i] & 0xff)) {
            i++;
        }
        at = i;
        if (i == end) {
            return;
        }
        if (bytes[i] != '\r') {
            throw MessageException.bad("a control character in a field value");
        }
        while (i > valueStart && isSpace(bytes[i - 1])) {
            i--;
        }
        slices[count * SLICE + 2] = valueStart;
        slices[count * SLICE + 3] = i - valueStart;
        count++;
        at++;
        state = State.LINE_END;
    }

    private void expectLineFeed(byte b) throws MessageException {
        if (b != '\n') {
            throw MessageException.bad("CR without LF");
        }
        at++;
    }

    /** What is beyond is not looked at, so that the verdict does not depend on the pieces. */
    private int limit() {
        boolean inLine = state != State.LINE_START && state != State.SECTION_END;
        return inLine ? Math.min(maxSection, lineStart + maxLine) : maxSection;
    }

    private void checkSize() throws MessageException {
        if (at > limit()) {
            throw at > maxSection
                    ? tooLarge("fields of more than " + maxSection + " bytes")
                    : tooLarge("a field line of more than " + maxLine + " bytes");
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static MessageException tooLarge(String message) {
        return new MessageException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, message);
    }
}
