package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class NewCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path directory;

    private int run(String... words) {
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "transport"})
    void aProjectHasNamesInAllPlaces(String kind) throws IOException {
        Path into = directory.resolve("project");

        assertThat(run("new", kind, "line-echo", "--directory", into.toString())).isZero();

        List<Path> files;
        try (Stream<Path> walk = Files.walk(into)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        String sources = into + "/src/main/java/org/example/lineecho/LineEcho";
        assertThat(files.stream().map(Path::toString))
                .contains(into + "/pom.xml", into + "/.mvn/jvm.config")
                .anyMatch(f -> f.equals(sources + capital(kind) + ".java"));
        assertThat(files)
                .allSatisfy(
                        f ->
                                assertThat(Files.readString(f))
                                        .doesNotContain("{{", "dev.bogie.testkit.stranger")
                                        .doesNotContainPattern("Pipe[A-Z]|\"pipe\""));
    }

    private static String capital(String kind) {
        return kind.equals("protocol") ? "Protocol" : "Transport";
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "transport"})
    void theServicesAreThoseThatTheModuleProvides(String kind) throws IOException {
        Path into = directory.resolve("project");
        assertThat(
                        run(
                                "new",
                                kind,
                                "shout",
                                "--package",
                                "com.acme.it",
                                "--directory",
                                into.toString()))
                .isZero();

        String module = Files.readString(into.resolve("src/main/java/module-info.java"));
        Path services = into.resolve("src/main/resources/META-INF/services");
        try (Stream<Path> files = Files.list(services)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(
                            f ->
                                    assertThat(module)
                                            .containsPattern(
                                                    "provides "
                                                            + f.getFileName()
                                                            + " with\\s+"
                                                            + Files.readString(f).strip()
                                                            + ";"));
        }
        assertThat(module.split("\n {4}provides ", -1).length - 1)
                .isEqualTo(services.toFile().list().length);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.txt"), "mine");

        assertThat(run("new", "protocol", "shout", "--directory", directory.toString()))
                .isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("bogie: new: there is something at " + directory)
                .hasLineCount(1);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    new protcol shout            | new: there is no kind 'protcol'; did you mean 'protocol'?
                    new protocol Shout           | new: 'Shout' is not a name: up to 40 lower-case letters
                    new protocol a--b            | new: 'a--b' is not a name
                    new protocol ../x            | new: '../x' is not a name
                    new protocol new             | new: the package org.example.new cannot be: 'new' is a word of the Java
                    new protocol http2           | new: the package org.example.http2 cannot be: the names of modules should
                    new transport x --package y  | --package: 'y' is not a package such as org.example.shout
                    new transport x --package dev.bogie   | new: the package dev.bogie cannot be: dev.bogie is Bogie's own
                    new transport x --package dev.bogie.x | new: the package dev.bogie.x cannot be: dev.bogie is Bogie's own
                    new protocol x --package java.x       | new: the package java.x cannot be: java is Java's own
                    new protocol x --package a.int        | new: the package a.int cannot be: 'int' is a word of the Java
                    new protocol connection      | new: a protocol connection would have a type ConnectionHandler beside
                    new transport stream         | new: a transport stream would have a type StreamPort beside dev.bogie
                    new protocol                 | new: NAME is missing
                    new                          | new: protocol or transport is missing
                    """)
    void whatCannotBeANameIsOneLine(String words, String line) {
        assertThat(run(words.split(" ", -1))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("bogie: " + line)
                .hasLineCount(1);
    }
}
