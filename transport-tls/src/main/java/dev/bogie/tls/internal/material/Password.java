package dev.bogie.tls.internal.material;

import dev.bogie.tls.MaterialException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A password that stands in a file, on its first line, in UTF-8. Read each time it is needed. */
public final class Password {
    private final Path file;
    private final byte[] bytes;

    private Password(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Reads a password.
     *
     * @param file where it stands
     * @return the password
     * @throws MaterialException if the file cannot be read or its first line is empty
     */
    public static Password read(Path file) throws MaterialException {
        byte[] all = PemFile.bytes(file);
        int end = 0;
        while (end < all.length && all[end] != '\n' && all[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(all, end);
        Arrays.fill(all, (byte) 0);
        if (end == 0) {
            throw MaterialException.of(
                    file, "holds no password", "write the password on its first line");
        }
        return new Password(file, line);
    }

    /** {@return where it stands} */
    public Path file() {
        return file;
    }

    /** {@return the password, in an array of the caller's, to be wiped} */
    public char[] characters() {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        return characters;
    }

    /** {@return where it stands, and nothing more} */
    @Override
    public String toString() {
        return "the password of " + file;
    }
}
