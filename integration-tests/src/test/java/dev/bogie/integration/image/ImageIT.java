package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ImageIT {
    @Test
    void itSaysItsVersion() {
        try (Launched bogie = Launched.bogie("--version")) {
            assertThat(bogie.status()).isZero();
            assertThat(bogie.output()).startsWith("bogie 0.").hasLineCount(1);
            assertThat(bogie.errors()).isEmpty();
        }
    }

    @Test
    void itStartsFromTheArchiveWithoutAWarning() {
        try (Launched java =
                Launched.start(
                        Launched.IMAGE.resolve("bin").resolve("java"),
                        "-XX:AOTMode=on",
                        "-XX:AOTCache=" + Launched.IMAGE.resolve("lib").resolve("bogie.aot"),
                        "-m",
                        "dev.bogie.launcher/dev.bogie.launcher.Main",
                        "--version")) {
            assertThat(java.status()).as(java.errors()).isZero();
            assertThat(java.output()).startsWith("bogie 0.").hasLineCount(1);
        }
    }

    @Test
    void itStartsThroughALinkAndFromAPathWithSpaces(@TempDir Path directory) throws IOException {
        Path moved = directory.resolve("an image, moved");
        copy(Launched.IMAGE, moved);
        Path link = directory.resolve("a link");
        Files.createSymbolicLink(link, directory.relativize(moved.resolve("bin").resolve("bogie")));

        try (Launched bogie = Launched.start(link, "--version")) {
            assertThat(bogie.status()).as(bogie.errors()).isZero();
            assertThat(bogie.output()).startsWith("bogie 0.").hasLineCount(1);
        }
    }

    @Test
    void itHoldsNamedModulesOnlyAndNoTestKit() {
        try (Launched java =
                Launched.start(Launched.IMAGE.resolve("bin").resolve("java"), "--list-modules")) {
            List<String> modules = java.output().lines().map(m -> m.replaceAll("@.*", "")).toList();
            assertThat(modules)
                    .allMatch(
                            m ->
                                    m.startsWith("java.")
                                            || m.startsWith("dev.bogie.")
                                            || m.startsWith("org.slf4j"))
                    .contains("dev.bogie.launcher", "dev.bogie.transport.loom")
                    .doesNotContain("dev.bogie.testkit", "dev.bogie.transport.memory");
        }
    }

    @Test
    void itListsModulesAndSettings() {
        try (Launched modules = Launched.bogie("modules");
                Launched settings = Launched.bogie("settings")) {
            assertThat(modules.output()).containsPattern("transport +loom .+ available");
            assertThat(settings.output()).containsPattern("runtime.drain-time +10s ");
            assertThat(modules.errors()).isEmpty();
            assertThat(settings.errors()).isEmpty();
        }
    }

    @Test
    void anUnknownCommandIsRefused() {
        try (Launched bogie = Launched.bogie("dmo")) {
            bogie.wasRefused("did you mean 'demo'?");
        }
    }

    @Test
    void anUnknownTransportIsRefused(@TempDir Path directory) {
        try (Launched bogie =
                Launched.bogie(
                        "serve", directory.toString(), "--port", "0", "--transport", "lom")) {
            bogie.wasRefused("there is no transport 'lom'; did you mean 'loom'?");
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsRefused() {
        try (Launched bogie = Launched.bogie("serve", "/nowhere/at/all")) {
            bogie.wasRefused("cannot serve '/nowhere/at/all': there is no such directory");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(from)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
    }
}
