package dev.bogie.launcher.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/** Writes a line with time, level, the last part of the logger's name, and message. */
final class LineLogger extends LegacyAbstractLogger {
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
        StringWriter text = new StringWriter();
        text.append(Time.now()).append(' ').append(level.name()).append(' ');
        text.append(name.substring(name.lastIndexOf('.') + 1)).append(" - ");
        text.append(MessageFormatter.basicArrayFormat(message, arguments));
        text.append(System.lineSeparator());
        if (cause != null) {
            cause.printStackTrace(new PrintWriter(text));
        }
        // At once, so that the lines of two threads do not mix.
        PrintStream stream = out.get();
        stream.print(text);
        stream.flush();
    }
}
