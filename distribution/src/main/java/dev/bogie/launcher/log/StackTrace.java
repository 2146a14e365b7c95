package dev.bogie.launcher.log;

import dev.bogie.launcher.text.Printable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * An exception as {@link Throwable#printStackTrace()} shows it, but a message is one line whatever
 * a peer has put into it, the whole has an end, and what an exception's own methods throw is told.
 */
final class StackTrace {
    private static final int MAX_LENGTH = 1 << 17;

    private final StringBuilder out;
    private final int end;
    private final Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private StackTrace(StringBuilder out) {
        this.out = out;
        this.end = out.length() + MAX_LENGTH;
    }

    /** Adds an exception with all that led to it, on lines of their own. */
    static void append(StringBuilder out, Throwable thrown) {
        StackTrace trace = new StackTrace(out);
        try {
            trace.all("", "", thrown, new StackTraceElement[0]);
        } catch (Throwable e) { // of its own methods: a log line must not break who logs
            trace.line("", "… the rest cannot be shown: " + e.getClass().getName());
        }
    }

    /** One, those that it suppressed, and its causes. */
    private void all(
            String indent, String caption, Throwable thrown, StackTraceElement[] enclosing) {
        String what = caption;
        StackTraceElement[] outer = enclosing;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (out.length() >= end) {
                line(indent, "… and more");
                return;
            }
            if (!shown.add(t)) {
                line(indent, what + "[circular reference: " + t.getClass().getName() + "]");
                return;
            }
            line(indent, what + LineLogger.shown(t));
            StackTraceElement[] frames = t.getStackTrace();
            frames(indent, frames, outer);
            for (Throwable suppressed : t.getSuppressed()) {
                all(indent + "\t", "Suppressed: ", suppressed, frames);
            }
            outer = frames;
            what = "Caused by: ";
        }
    }

    /** All but those at its end that were shown with the exception which it led to. */
    private void frames(String indent, StackTraceElement[] frames, StackTraceElement[] outer) {
        int common = 0;
        while (common < Math.min(frames.length, outer.length)
                && frames[frames.length - 1 - common].equals(outer[outer.length - 1 - common])) {
            common++;
        }
        for (int i = 0; i < frames.length - common && out.length() < end; i++) {
            line(indent + "\t", "at " + frames[i]);
        }
        if (common > 0) {
            line(indent + "\t", "... " + common + " more");
        }
    }

    private void line(String indent, String text) {
        out.append(indent).append(Printable.line(text, LineLogger.MAX_LINE));
        out.append(System.lineSeparator());
    }
}
