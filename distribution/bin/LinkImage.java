import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Links the run-time image: jlink, our launcher, and an archive of the classes that a start needs.
 *
 * <p>Beside it a link to the JDK that did this, {@code jdk}. All of it happens in a new directory,
 * which takes the place of the old one at the end: what runs from the old one is not disturbed.
 * Arguments: module path, modules, the image's directory, the launcher script, the time before
 * which each source in it was written, and the command that shows which classes a start needs.
 */
final class LinkImage {
    private static final String MAIN = "dev.bogie.launcher/dev.bogie.launcher.Main";

    private LinkImage() {}

    public static void main(String[] args) throws Exception {
        String modulePath = args[0];
        String modules = args[1].replaceAll("\\s+", "");
        Path image = Path.of(args[2]);
        Path launcher = Path.of(args[3]);
        Instant sources = Instant.parse(args[4]);

        Path fresh = image.resolveSibling(image.getFileName() + ".new");
        delete(fresh);
        link(modulePath, modules, fresh);
        Path script = Files.copy(launcher, fresh.resolve("bin").resolve("bogie"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        train(fresh, args[5]);
        // What was edited while this was built is newer than the image.
        Files.setLastModifiedTime(fresh.resolve("release"), FileTime.from(sources));
        replace(image, fresh);
        linkJdk(image.resolveSibling("jdk"));
    }

    /** So that users need not look for the JDK that the build has found. */
    private static void linkJdk(Path link) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(System.getProperty("java.home")));
    }

    private static void link(String modulePath, String modules, Path image) {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int status =
                jlink.run(
                        System.out,
                        System.err,
                        "--module-path",
                        modulePath,
                        "--add-modules",
                        modules,
                        "--compress=zip-6",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        image.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink ended with status " + status);
        }
    }

    /** The flags must equal those of the launcher, or the archive is not used. */
    private static void train(Path image, String command) throws IOException, InterruptedException {
        Path archive = image.resolve("lib").resolve("bogie.aot");
        run(image, "-XX:AOTCacheOutput=" + archive, "-m", MAIN, command);
        // Fails unless the archive fits.
        run(image, "-XX:AOTMode=on", "-XX:AOTCache=" + archive, "-m", MAIN, "--version");
    }

    private static void run(Path image, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(image.resolve("bin").resolve("java").toString());
        command.add("-Dbogie.home=" + image);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException(
                    command + " ended with status " + status + ":\n" + output);
        }
    }

    private static void replace(Path image, Path fresh) throws IOException {
        Path old = image.resolveSibling(image.getFileName() + ".old");
        delete(old);
        if (Files.exists(image)) {
            Files.move(image, old);
        }
        Files.move(fresh, image);
        delete(old);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
