import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java file below a directory, or checks that nothing is left to format. The build
 * runs it as a source file on the toolchain's JDK; people run {@code bin/format}.
 */
final class Format {

    private Format() {}

    /** {@code check DIR} or {@code write DIR}. */
    public static void main(String[] args) throws Exception {
        boolean write = args[0].equals("write");
        Path root = Path.of(args[1]).toAbsolutePath().normalize();
        List<String> options = new ArrayList<>(List.of("--aosp"));
        options.addAll(
                write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        options.addAll(javaFiles(root));

        StringWriter changed = new StringWriter();
        PrintWriter err = new PrintWriter(System.err, true);
        int status =
                new Main(new PrintWriter(changed, true), err, System.in)
                        .format(options.toArray(String[]::new));
        if (status != 0 && !changed.toString().isEmpty()) {
            System.err.println("Not formatted; run bin/format, then look at the difference:");
            System.err.print(changed.toString().replace(root + "/", "  "));
        }
        System.exit(status);
    }

    private static List<String> javaFiles(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes is) {
                        String name = dir.getFileName().toString();
                        boolean skipped = name.equals("target") || name.startsWith(".");
                        return skipped && !dir.equals(root)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (file.toString().endsWith(".java")) {
                            files.add(file.toString());
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }
}
