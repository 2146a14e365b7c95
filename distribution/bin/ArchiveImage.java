import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs a run-time image: {@code NAME-VERSION-SYSTEM.tar.gz}, its bill of materials beside it, and
 * the checksums of all that lies there in {@code SHA256SUMS}.
 *
 * <p>The same files give the same bytes: entries are sorted, belong to root, have one time and the
 * modes 755 or 644, and a header of 1988 (POSIX ustar).
 */
final class ArchiveImage {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;

    private final OutputStream out;
    private final long seconds;

    private ArchiveImage(OutputStream out, long seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    /** Packs one: {@code IMAGE NAME VERSION TIME DIRECTORY}. */
    public static void main(String[] args) throws IOException {
        Path image = Path.of(args[0]);
        String name = args[1] + "-" + args[2] + "-" + system();
        Path directory = Files.createDirectories(Path.of(args[4]));
        Path archive = directory.resolve(name + ".tar.gz");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                OutputStream out = new GZIPOutputStream(file, 1 << 16)) {
            new ArchiveImage(out, Instant.parse(args[3]).getEpochSecond()).tree(image, name);
        }
        Files.copy(
                image.resolve("bogie.cdx.json"),
                directory.resolve(name + ".cdx.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("SHA256SUMS"), checksums(directory));
        System.out.println(
                archive + ": " + Files.size(archive) / 100_000 / 10.0 + " million bytes");
    }

    /** What the image runs on, in the words of those who publish JDKs. */
    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String cpu = System.getProperty("os.arch");
        return (os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os)
                + "-"
                + switch (cpu) {
                    case "amd64", "x86_64" -> "x64";
                    default -> cpu;
                };
    }

    private static String checksums(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files =
                    all.filter(f -> f.toString().matches(".*\\.(tar\\.gz|json)"))
                            .sorted(Comparator.comparing(Path::getFileName))
                            .toList();
        }
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(BillOfMaterials.sha256(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        return lines.toString();
    }

    private void tree(Path image, String name) throws IOException {
        List<String> paths;
        try (Stream<Path> all = Files.walk(image)) {
            paths =
                    all.map(path -> image.relativize(path).toString())
                            .sorted()
                            .collect(Collectors.toList());
        }
        for (String path : paths) {
            String entry = path.isEmpty() ? name : name + "/" + path;
            entry(image.resolve(path), entry);
        }
        out.write(new byte[2 * BLOCK]);
    }

    private void entry(Path file, String name) throws IOException {
        if (Files.isSymbolicLink(file)) {
            header(name, '2', 0, 0777, Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            header(name + "/", '5', 0, 0755, "");
        } else {
            long size = Files.size(file);
            header(name, '0', size, Files.isExecutable(file) ? 0755 : 0644, "");
            long written = Files.copy(file, out);
            if (written != size) {
                throw new IOException(file + " changed while it was packed");
            }
            out.write(new byte[(int) (-size & (BLOCK - 1))]);
        }
    }

    private void header(String name, char type, long size, int mode, String target)
            throws IOException {
        byte[] header = new byte[BLOCK];
        int split = name.length() <= NAME_LENGTH ? 0 : name.lastIndexOf('/', name.length() - 2) + 1;
        put(header, 0, NAME_LENGTH, name.substring(split));
        put(header, 345, 155, split == 0 ? "" : name.substring(0, split - 1));
        put(header, 100, 8, "%07o".formatted(mode));
        put(header, 108, 8, "0000000");
        put(header, 116, 8, "0000000");
        put(header, 124, 12, "%011o".formatted(size));
        put(header, 136, 12, "%011o".formatted(seconds));
        put(header, 148, 8, "        "); // what the checksum counts in its own place
        header[156] = (byte) type;
        put(header, 157, NAME_LENGTH, target);
        put(header, 257, 8, "ustar\00000");
        put(header, 265, 32, "root");
        put(header, 297, 32, "root");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, 8, "%06o\0 ".formatted(sum));
        out.write(header);
    }

    private static void put(byte[] header, int offset, int length, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > length) {
            throw new IOException("'" + text + "' does not fit into the header of a tar entry");
        }
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
