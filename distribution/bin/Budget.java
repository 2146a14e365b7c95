import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How large an image may be, without its archive of classes.
 *
 * @param name of the image
 * @param megabytes of 1,048,576 bytes, as {@code du -m} counts them
 * @param recorded the file with the sizes that were found right, for telling what has grown
 */
record Budget(String name, long megabytes, Path recorded) {
    private static final String CONTAINER = "lib/modules";
    private static final String ARCHIVE = "lib/bogie.aot";
    private static final long MEGABYTE = 1 << 20;

    /** Checks an image: {@code IMAGE MEGABYTES SIZES}. */
    public static void main(String[] args) throws Exception {
        Path image = Path.of(args[0]);
        try {
            new Budget(image.getFileName().toString(), Long.parseLong(args[1]), Path.of(args[2]))
                    .check(image);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Checks an image.
     *
     * @throws IllegalStateException if it is too large: the message says what has grown
     */
    void check(Path image) throws IOException, InterruptedException {
        Map<String, Long> files = files(image);
        long total = sum(files);
        if (total <= megabytes * MEGABYTE) {
            System.out.printf(
                    "%s: %.1f MB without its archive of classes, of %d%n",
                    name, (double) total / MEGABYTE, megabytes);
            return;
        }
        Map<String, Long> before = read();
        Map<String, Long> now = kibibytes(image);
        throw new IllegalStateException(
                "%s has %.1f MB without its archive of classes, and may have %d. In KiB, since the sizes in %s were recorded:%n%s"
                        .formatted(
                                name,
                                (double) total / MEGABYTE,
                                megabytes,
                                recorded.getFileName(),
                                growth(before, now)));
    }

    /** Records the sizes of an image as right. */
    void record(Path image) throws IOException, InterruptedException {
        Files.writeString(
                recorded,
                kibibytes(image).entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private static String growth(Map<String, Long> before, Map<String, Long> now) {
        Comparator<String> byGrowth =
                Comparator.comparing(part -> now.get(part) - before.getOrDefault(part, 0L));
        return now.keySet().stream()
                .sorted(byGrowth.reversed())
                .map(
                        part ->
                                "  %+6d  %s: %d, was %s%n"
                                        .formatted(
                                                now.get(part) - before.getOrDefault(part, 0L),
                                                part,
                                                now.get(part),
                                                before.containsKey(part)
                                                        ? before.get(part)
                                                        : "not there"))
                .collect(Collectors.joining());
    }

    private Map<String, Long> read() throws IOException {
        if (!Files.exists(recorded)) {
            return Map.of();
        }
        return Files.readAllLines(recorded).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(p -> p[0], p -> Long.parseLong(p[1])));
    }

    /** What the image is made of: its modules by name, else directories and libraries. */
    private static Map<String, Long> kibibytes(Path image)
            throws IOException, InterruptedException {
        Map<String, Long> parts = new TreeMap<>();
        files(image)
                .forEach(
                        (file, size) -> {
                            if (!file.equals(CONTAINER)) {
                                parts.merge(part(file), size, Long::sum);
                            }
                        });
        modules(image).forEach((module, size) -> parts.merge(module, size, Long::sum));
        parts.replaceAll((part, size) -> (size + 512) / 1024);
        return parts;
    }

    private static String part(String file) {
        int slash = file.indexOf('/');
        return file.endsWith(".so") ? file : slash < 0 ? "." : file.substring(0, slash);
    }

    private static Map<String, Long> files(Path image) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Files.walkFileTree(
                image,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        sizes.put(image.relativize(file).toString().replace('\\', '/'), is.size());
                        return FileVisitResult.CONTINUE;
                    }
                });
        sizes.remove(ARCHIVE);
        return sizes;
    }

    /** As they lie in the image, compressed: lines of {@code offset size compressed entry}. */
    private static Map<String, Long> modules(Path image) throws IOException, InterruptedException {
        Process jimage =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jimage")
                                        .toString(),
                                "list",
                                "--verbose",
                                image.resolve(CONTAINER).toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Map<String, Long> sizes = new TreeMap<>();
        String[] module = {"?"};
        try (Stream<String> lines = jimage.inputReader().lines()) {
            lines.forEach(
                    line -> {
                        String[] words = line.strip().split("\\s+");
                        if (words[0].equals("Module:")) {
                            module[0] = words[1];
                        } else if (words.length == 4 && words[0].matches("\\d+")) {
                            long compressed = Long.parseLong(words[2]);
                            long size = compressed > 0 ? compressed : Long.parseLong(words[1]);
                            sizes.merge(module[0], size, Long::sum);
                        }
                    });
        }
        if (jimage.waitFor() != 0) {
            throw new IOException("jimage failed");
        }
        return sizes;
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}
