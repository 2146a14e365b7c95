package dev.bogie.tls;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Keys, certificates or trust that cannot be used. The message is one line: which file or setting,
 * what is wrong with it, what to do. It never holds a password or a part of a key.
 */
public final class MaterialException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Something that cannot be used.
     *
     * @param message the line
     * @param cause what was thrown, or null
     */
    public MaterialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * A file that cannot be used.
     *
     * @param file which
     * @param what what is wrong, beginning with a verb
     * @param cure what to do
     * @return the exception
     */
    public static MaterialException of(Path file, String what, String cure) {
        return new MaterialException(file + " " + what + ": " + cure, null);
    }

    /**
     * A file that cannot be used.
     *
     * @param file which
     * @param what what is wrong, beginning with a verb
     * @param cure what to do
     * @param cause what was thrown
     * @return the exception
     */
    public static MaterialException of(Path file, String what, String cure, Throwable cause) {
        return new MaterialException(file + " " + what + ": " + cure, cause);
    }
}
