package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code ./bogie} of a source tree without an image, on machines that lack something. */
class ScriptIT {
    /** What the script calls, Maven excepted. */
    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "dirname",
                    "find",
                    "head",
                    "ls",
                    "mkdir",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sleep",
                    "tail");

    @TempDir private Path directory;
    private Path script;
    private Path tools;

    @BeforeEach
    void tree() throws IOException {
        Path root = Files.createDirectory(directory.resolve("a tree"));
        script = Files.copy(Path.of("..", "bogie"), root.resolve("bogie"));
        tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : TOOLS) {
            Path found = Path.of("/usr/bin", tool);
            command(tool, "exec " + (Files.exists(found) ? found : "/bin/" + tool) + " \"$@\"");
        }
    }

    @Test
    void withoutMavenItSaysWhatIsMissing() {
        try (Launched bogie = run()) {
            assertThat(bogie.status()).isEqualTo(1);
            assertThat(bogie.errors())
                    .startsWith("bogie: building the image takes Maven (mvn), which was not found")
                    .hasLineCount(1);
            assertThat(bogie.output()).isEmpty();
        }
    }

    @Test
    void withoutAJdkItSaysOnlyThat() throws IOException {
        String sentence = "Bogie is built by a JDK 25, and none was found: install one (...).";
        command(
                "mvn",
                """
                echo '[INFO] Building Bogie: transport API 0.1 [2/9]'
                echo '[ERROR] Failed to execute goal x: '
                echo '[ERROR] Rule 0: EvaluateBeanshell failed with message:'
                echo '[ERROR] %s'
                exit 1
                """
                        .formatted(sentence));
        try (Launched bogie = run()) {
            assertThat(bogie.status()).isEqualTo(1);
            assertThat(bogie.errors().lines())
                    .first()
                    .asString()
                    .startsWith("bogie: building the image, which is missing; ");
            assertThat(bogie.errors().lines()).last().isEqualTo("bogie: " + sentence);
            assertThat(bogie.errors()).doesNotContain("Rule 0", "[ERROR]");
        }
    }

    @Test
    void whenTheBuildFailsItSaysWhyAndWhereAllOfItIs() throws IOException {
        command("mvn", "echo '[ERROR] A.java:[1,2] cannot find symbol'; echo '[ERROR] '; exit 1");
        try (Launched bogie = run()) {
            assertThat(bogie.status()).isEqualTo(1);
            assertThat(bogie.errors())
                    .contains("bogie:   A.java:[1,2] cannot find symbol\n")
                    .endsWith("target/bogie-build.log\n");
        }
    }

    private void command(String name, String lines) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Launched run() {
        return Launched.start(
                Path.of("/usr/bin/env"), "PATH=" + tools, "/bin/sh", script.toString(), "demo");
    }
}
