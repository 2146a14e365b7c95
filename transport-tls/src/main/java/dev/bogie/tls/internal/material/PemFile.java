package dev.bogie.tls.internal.material;

import dev.bogie.tls.MaterialException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of textual encodings (RFC 7468): sections between BEGIN and END lines, and any text around
 * them.
 *
 * @param file where it was read
 * @param sections in their order
 */
public record PemFile(Path file, List<Section> sections) {
    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 #.-]+)-----");

    /** One section. */
    public static final class Section {
        private final String label;
        private final int line;
        private final boolean headers;
        private final byte[] der;

        Section(String label, int line, boolean headers, byte[] der) {
            this.label = label;
            this.line = line;
            this.headers = headers;
            this.der = der;
        }

        /** {@return what its BEGIN line says} */
        public String label() {
            return label;
        }

        /** {@return the number of that line, from 1} */
        public int line() {
            return line;
        }

        /** {@return whether it has the headers of RFC 1421, as keys encrypted the old way do} */
        public boolean headers() {
            return headers;
        }

        /** {@return its content, not a copy} */
        byte[] der() {
            return der;
        }
    }

    /**
     * Reads a file.
     *
     * @param file which
     * @return its sections, maybe none
     * @throws MaterialException if it cannot be read, or a section is malformed
     */
    public static PemFile read(Path file) throws MaterialException {
        byte[] bytes = bytes(file);
        if (bytes.length > 1 && bytes[0] == 0x30 && bytes[1] < 0) { // a sequence of 128 bytes up
            throw MaterialException.of(
                    file,
                    "is binary (DER or PKCS #12), not PEM",
                    "convert it with 'openssl x509 -inform der' or 'openssl pkey -inform der', or"
                            + " give a PKCS #12 file as tls.key-store");
        }
        return new Lines(file, new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n", -1))
                .read();
    }

    /**
     * All bytes of a file of bounded size.
     *
     * @param file which
     * @return its content
     * @throws MaterialException if it cannot be read
     */
    public static byte[] bytes(Path file) throws MaterialException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw MaterialException.of(
                        file, "has more than 4MiB", "check that it is the file that was meant");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw MaterialException.of(file, "does not exist", "check the path", e);
        } catch (AccessDeniedException e) {
            throw MaterialException.of(
                    file,
                    "may not be read by this process",
                    "give its user the right to read the file and to enter its directories",
                    e);
        } catch (IOException e) {
            String what = Files.isDirectory(file) ? "is a directory" : "cannot be read (" + e + ")";
            throw MaterialException.of(file, what, "give a file", e);
        }
    }

    /** The lines of a file, read once from top to bottom. */
    private static final class Lines {
        private final Path file;
        private final String[] lines;
        private final List<Section> sections = new ArrayList<>();

        Lines(Path file, String[] lines) {
            this.file = file;
            this.lines = lines;
        }

        PemFile read() throws MaterialException {
            for (int at = 0; at < lines.length; at++) {
                Matcher begin = BEGIN.matcher(lines[at].strip());
                if (begin.matches()) {
                    at = section(begin.group(1), at);
                }
            }
            return new PemFile(file, List.copyOf(sections));
        }

        /** Reads a section, and tells where it ends. */
        private int section(String label, int begin) throws MaterialException {
            StringBuilder text = new StringBuilder();
            boolean headers = false;
            for (int at = begin + 1; at < lines.length; at++) {
                String line = lines[at].strip();
                if (line.equals("-----END " + label + "-----")) {
                    sections.add(new Section(label, begin + 1, headers, decoded(text, begin)));
                    return at;
                }
                if (line.startsWith("-----")) {
                    throw malformed(begin, "does not end before line " + (at + 1), null);
                }
                if (line.contains(":")) {
                    headers = true;
                } else if (!headers || !line.contains(",")) {
                    text.append(line);
                }
            }
            throw malformed(begin, "has no END line", null);
        }

        private byte[] decoded(StringBuilder text, int begin) throws MaterialException {
            try {
                return Base64.getDecoder().decode(text.toString());
            } catch (IllegalArgumentException e) {
                throw malformed(begin, "is not Base64", e);
            }
        }

        private MaterialException malformed(int begin, String what, @Nullable Throwable cause) {
            String message =
                    "%s is not well-formed PEM, the section that begins in line %d %s: copy it again"
                            .formatted(file, begin + 1, what);
            return new MaterialException(message, cause);
        }
    }
}
