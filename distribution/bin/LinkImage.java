import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Links a run-time image: jlink, our launcher, licences, a bill of materials, and an archive of the
 * classes that a start needs. An image that has outgrown its budget is an error.
 *
 * <p>Beside it a link to the JDK that did this, {@code jdk}. All of it happens in a new directory,
 * which takes the place of the old one at the end: what runs from the old one is not disturbed.
 */
final class LinkImage {
    private static final String MAIN = "dev.bogie.launcher/dev.bogie.launcher.Main";

    private final Map<String, String> arguments;
    private final Path image;
    private final Path fresh;

    private LinkImage(Map<String, String> arguments) {
        this.arguments = arguments;
        this.image = Path.of(argument("image"));
        this.fresh = image.resolveSibling(image.getFileName() + ".new");
    }

    /**
     * Links one.
     *
     * @param args {@code NAME=VALUE}: {@code name} and {@code version} of the image, its directory
     *     {@code image}, {@code module-path}, {@code modules}, the {@code launcher} script, {@code
     *     root} with LICENSE and NOTICE, {@code licences} as {@link BillOfMaterials} takes them,
     *     the {@code timestamp} that the bill has, the command for {@code training}, the time
     *     {@code since} which a source is newer than the image, and, for an image with a budget,
     *     {@code budget} in MB, the file of recorded {@code sizes} and whether to {@code update} it
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            arguments.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        new LinkImage(arguments).run();
    }

    private void run() throws Exception {
        delete(fresh);
        link();
        Path script =
                Files.copy(Path.of(argument("launcher")), fresh.resolve("bin").resolve("bogie"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        describe();
        if (arguments.containsKey("budget")) {
            Budget budget =
                    new Budget(
                            argument("name"),
                            Long.parseLong(argument("budget")),
                            Path.of(argument("sizes")));
            if (Boolean.parseBoolean(argument("update"))) {
                budget.record(fresh);
            }
            budget.check(fresh);
        }
        train();
        // What was edited while this was built is newer than the image.
        Files.setLastModifiedTime(
                fresh.resolve("release"), FileTime.from(Instant.parse(argument("since"))));
        replace();
        linkJdk(image.resolveSibling("jdk"));
    }

    /** So that users need not look for the JDK that the build has found. */
    private static void linkJdk(Path link) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(System.getProperty("java.home")));
    }

    private String argument(String name) {
        return Objects.requireNonNull(arguments.get(name), name);
    }

    /** Debug information stays: a stack trace without line numbers helps nobody. */
    private void link() {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int status =
                jlink.run(
                        System.out,
                        System.err,
                        "--module-path",
                        argument("module-path"),
                        "--add-modules",
                        String.join(",", modules()),
                        "--compress=zip-6",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        fresh.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink ended with status " + status);
        }
    }

    private Set<String> modules() {
        return Set.of(argument("modules").replaceAll("\\s+", "").split(","));
    }

    /** Licences and bill of what jlink has resolved, which is resolved here in the same way. */
    private void describe() throws IOException {
        Path[] path =
                Stream.of(argument("module-path").split(File.pathSeparator))
                        .map(Path::of)
                        .toArray(Path[]::new);
        Configuration resolved =
                Configuration.empty()
                        .resolve(ModuleFinder.of(path), ModuleFinder.ofSystem(), modules());
        BillOfMaterials bill =
                new BillOfMaterials(
                        argument("name"), argument("version"), resolved, argument("licences"));
        Files.writeString(fresh.resolve("bogie.cdx.json"), bill.json(argument("timestamp")));
        for (String ours : List.of("LICENSE", "NOTICE")) {
            Files.copy(Path.of(argument("root"), ours), fresh.resolve(ours));
        }
        bill.copyLicences(fresh.resolve("legal"));
    }

    /**
     * The flags must equal those of the launcher, or the archive is not used; but for those that
     * leave out what methods did: compiling by that takes a start from the other processor, and no
     * server was found to get warm sooner.
     */
    private void train() throws IOException, InterruptedException {
        Path archive = fresh.resolve("lib").resolve("bogie.aot");
        java(
                "-XX:AOTCacheOutput=" + archive,
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining",
                "-m",
                MAIN,
                argument("training"));
        // Fails unless the archive fits.
        java("-XX:AOTMode=on", "-XX:AOTCache=" + archive, "-m", MAIN, "--version");
    }

    private void java(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(fresh.resolve("bin").resolve("java").toString());
        command.add("-Dbogie.home=" + fresh);
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Who builds may have plugins of his own; none of them is in an image.
        builder.environment().remove("BOGIE_PLUGINS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException(
                    command + " ended with status " + status + ":\n" + output);
        }
    }

    private void replace() throws IOException {
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
            paths.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.delete(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
