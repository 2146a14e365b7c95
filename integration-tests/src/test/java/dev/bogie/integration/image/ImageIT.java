package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    void itStartsThroughALinkAndFromAPathWithSpaces(@TempDir Path directory) throws IOException {
        Path moved = directory.resolve("an image, moved");
        Images.copy(Launched.IMAGE, moved);
        Path link = directory.resolve("a link");
        Files.createSymbolicLink(link, directory.relativize(moved.resolve("bin").resolve("bogie")));

        try (Launched bogie = Launched.start(link, "--version")) {
            assertThat(bogie.status()).as(bogie.errors()).isZero();
            assertThat(bogie.output()).startsWith("bogie 0.").hasLineCount(1);
        }
    }

    /** Without versions, which change by themselves. */
    @ParameterizedTest
    @CsvSource({"image, bogie", "image-minimal, bogie-minimal"})
    void itHoldsTheModulesThatWereReviewed(String directory, String name) throws IOException {
        Path java = Launched.IMAGE.resolveSibling(directory).resolve("bin").resolve("java");
        Path golden = Path.of("src", "test", "resources", "images", name + ".expected.txt");
        try (Launched list = Launched.start(java, "--list-modules")) {
            String modules = list.output().replaceAll("@.*", "");
            if (Boolean.getBoolean("update.descriptors")) {
                Files.writeString(golden, modules);
            }

            assertThat(modules)
                    .as("%s; if meant: mvn verify -Dupdate.descriptors=true", golden)
                    .isEqualTo(Files.readString(golden));
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
}
