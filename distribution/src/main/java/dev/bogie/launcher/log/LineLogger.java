package dev.bogie.launcher.log;

import dev.bogie.launcher.text.Printable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Writes a line with time, level, the last part of the logger's name, and message. A peer may have
 * made up what it says, so it is one line, and not an endless one; only stack traces have more.
 */
final class LineLogger extends LegacyAbstractLogger {
    /** Characters that are shown of a message, and of each line of a stack trace. */
    static final int MAX_LINE = 8_192;

    private static final long serialVersionUID = 1;

    private final int lowest;
    private final transient Supplier<PrintStream> out;

    /** Made with the first line: formats and time zones take a start milliseconds. */
    private static final class Time {
        static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

        static String now() {
            return FORMAT.format(ZonedDateTime.now(ZoneId.systemDefault()));
        }
    }

    /**
     * A logger.
     *
     * @param name its name
     * @param lowest the lowest level that it writes, as {@link Level#toInt}
     * @param out where to
     */
    LineLogger(String name, int lowest, Supplier<PrintStream> out) {
        this.name = name;
        this.lowest = lowest;
        this.out = out;
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= lowest;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null; // who called is not written
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder(160);
        text.append(Time.now()).append(' ').append(level.name()).append(' ');
        text.append(name, name.lastIndexOf('.') + 1, name.length()).append(" - ");
        text.append(Printable.line(formatted(message, arguments), MAX_LINE));
        text.append(System.lineSeparator());
        if (cause != null) {
            StackTrace.append(text, cause);
        }
        // At once, so that the lines of two threads do not mix.
        PrintStream stream = out.get();
        stream.append(text);
        stream.flush();
    }

    private static String formatted(@Nullable String message, Object @Nullable [] arguments) {
        if (arguments == null) {
            return String.valueOf(message);
        }
        Object[] texts = new Object[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = shown(arguments[i]);
        }
        return String.valueOf(MessageFormatter.basicArrayFormat(message, texts));
    }

    /**
     * What an object says of itself. SLF4J would tell the error stream of one that fails to, past
     * this logger.
     */
    static String shown(@Nullable Object object) {
        try {
            if (object != null && object.getClass().isArray()) {
                String within = Arrays.deepToString(new Object[] {object});
                return within.substring(1, within.length() - 1);
            }
            return "" + object;
        } catch (Throwable e) { // whatever it is: who logs has no part in it
            String type = object == null ? "null" : object.getClass().getName();
            return "[" + type + " fails to say: " + e.getClass().getName() + "]";
        }
    }
}
