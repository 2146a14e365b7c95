package dev.bogie.launcher.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import java.io.PrintStream;
import java.util.function.UnaryOperator;

/**
 * How much is logged: the property {@code bogie.log} says the lowest level, {@code bogie.log.NAME}
 * that of one logger or of all below a package; the longest name that fits decides.
 */
final class Levels {
    /** The property for all loggers, and the beginning of those for some. */
    static final String PROPERTY = "bogie.log";

    /** No level is as high. */
    static final int OFF = Level.ERROR.toInt() + 1;

    private static final Level USUAL = Level.INFO;

    private final UnaryOperator<@Nullable String> properties;
    private final PrintStream errors;

    /**
     * The levels.
     *
     * @param properties the value of a property, or null
     * @param errors where it is said that a value is no level
     */
    Levels(UnaryOperator<@Nullable String> properties, PrintStream errors) {
        this.properties = properties;
        this.errors = errors;
    }

    /** The lowest level that a logger writes, as {@link Level#toInt}. */
    int of(String logger) {
        String name = logger;
        while (!name.isEmpty()) {
            String text = properties.apply(PROPERTY + "." + name);
            if (text != null) {
                return level(PROPERTY + "." + name, text);
            }
            name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
        String text = properties.apply(PROPERTY);
        return text == null ? USUAL.toInt() : level(PROPERTY, text);
    }

    private int level(String property, String text) {
        if (text.equalsIgnoreCase("off")) {
            return OFF;
        }
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level.toInt();
            }
        }
        errors.println(
                property + ": '" + text + "' is none of trace, debug, info, warn, error and off");
        return USUAL.toInt();
    }
}
