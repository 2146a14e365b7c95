package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The archive of classes that an image starts from: whether what it takes to answer is really taken
 * from there. {@code -XX:AOTMode=on} ends a virtual machine that cannot use it; the log says where
 * each class came from.
 */
class StartArchiveIT {
    private static final String FROM_ARCHIVE = "source: shared objects file";

    /** These are on the way of every answer. */
    private static final List<String> NEEDED =
            List.of(
                    "dev.bogie.launcher.Main",
                    "dev.bogie.runtime.Server",
                    "dev.bogie.transport.nio.internal.Loop",
                    "dev.bogie.transport.support.StreamConnection",
                    "dev.bogie.http1.internal.ServerHandler",
                    "dev.bogie.http1.machine.RequestParser");

    @TempDir private Path directory;
    private Path log;

    @BeforeEach
    void files() throws IOException {
        log = directory.resolve("classes.log");
        Path site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(site.resolve("index.html"), "hello");
    }

    @ParameterizedTest
    @CsvSource({"image, demo", "image-minimal, serve"})
    void theFirstAnswerTakesItsClassesFromTheArchive(String image, String command)
            throws IOException {
        try (Launched server = launch(image, command)) {
            assertThat(Launched.page(server.url())).isNotEmpty();

            assertThat(server.terminate().status()).as(server.errors()).isZero();
        }
        mostClassesAreFromTheArchive();
    }

    @ParameterizedTest
    @CsvSource({"image, demo", "image-minimal, serve"})
    void nothingOnTheWayToTheFirstAnswerIsLinkedAnew(String image, String command)
            throws IOException {
        List<String> linked;
        try (Launched server = launch(image, command)) {
            assertThat(Launched.page(server.url())).isNotEmpty();
            linked = lines("");
        }

        assertThat(linked)
                .as("pattern switches, and methods that a record has by itself: decision 53")
                .anyMatch(line -> line.contains("Initializing 'dev/bogie/launcher/Main'"))
                .noneMatch(line -> line.contains("Initializing 'java/lang/runtime/ObjectMethods'"))
                .noneMatch(
                        line -> line.contains("Initializing 'java/lang/runtime/SwitchBootstraps'"));
        assertThat(linked)
                .as("lambdas where the training did not come by")
                .noneMatch(
                        line ->
                                line.matches(
                                        ".* dev\\.bogie\\.\\S+\\$\\$.* source: dev\\.bogie.*"));
    }

    @ParameterizedTest
    @CsvSource({"image, demo", "image-minimal, serve"})
    void aPluginLeavesTheArchiveInUse(String image, String command) throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        GreetingPlugin.writeTo(plugins.resolve("greet.jar"), directory);
        try (Launched server =
                launch(image, command, "--plugins", plugins.toString(), "--set", "greet.times=2")) {
            assertThat(Launched.page(server.url() + "greet/")).isEqualTo("greetingsgreetings");

            assertThat(server.terminate().status()).as(server.errors()).isZero();
        }
        mostClassesAreFromTheArchive();
        assertThat(lines(" " + GreetingPlugin.CLASS + " "))
                .hasSize(1)
                .noneMatch(line -> line.contains(FROM_ARCHIVE));
    }

    @Test
    void withoutTheArchiveItStartsAllTheSame() throws IOException {
        Path copy = directory.resolve("image");
        Images.copy(Launched.MINIMAL, copy);
        Files.delete(copy.resolve("lib").resolve("bogie.aot"));
        try (Launched bogie = Launched.start(Launched.launcher(copy), "--version")) {
            assertThat(bogie.output()).startsWith("bogie 0.").hasLineCount(1);
            assertThat(bogie.errors()).isEmpty();
        }
    }

    private Launched launch(String image, String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command));
        if (command.equals("serve")) {
            words.add(directory.resolve("site").toString());
        }
        words.addAll(List.of("--port", "0"));
        words.addAll(List.of(options));
        return Launched.withOptions(
                "-XX:AOTMode=on -Xlog:class+load,class+init:file=" + log,
                Launched.IMAGE.resolveSibling(image),
                words.toArray(String[]::new));
    }

    /**
     * Most, as some are of rare paths, which training need not take. Hidden classes don't count: of
     * those some are made anew at each start.
     */
    private void mostClassesAreFromTheArchive() throws IOException {
        List<String> ours =
                lines(" dev.bogie.").stream().filter(line -> !line.contains("$$")).toList();
        Set<String> archived =
                ours.stream()
                        .filter(line -> line.contains(FROM_ARCHIVE))
                        .map(line -> line.replaceAll(".*\\] (\\S+) source: .*", "$1"))
                        .collect(Collectors.toSet());

        assertThat(archived).containsAll(NEEDED);
        assertThat(archived.size()).isGreaterThan(150).isGreaterThan(ours.size() * 4 / 5);
    }

    private List<String> lines(String containing) throws IOException {
        return Files.readAllLines(log).stream().filter(l -> l.contains(containing)).toList();
    }
}
