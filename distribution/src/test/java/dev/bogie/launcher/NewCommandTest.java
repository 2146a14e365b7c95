package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class NewCommandTest {
    /** The names that stand first in the rows of a README. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ");

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
    @ValueSource(strings = {"protocol", "transport", "application"})
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
                                        .doesNotContain("{{", "}}", ".stranger")
                                        .doesNotContainPattern(
                                                "Pipe[A-Z]|\"pipe\"|Board[A-Z]|\"board[.\"]"));
    }

    private static String capital(String kind) {
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "transport", "application"})
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

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "transport", "application"})
    void eachFileHasARowInTheReadme(String kind) throws IOException {
        Path into = directory.resolve("project");
        assertThat(run("new", kind, "shout", "--directory", into.toString())).isZero();

        List<String> rows =
                ROW.matcher(Files.readString(into.resolve("README.md")))
                        .results()
                        .map(row -> row.group(1))
                        .toList();
        try (Stream<Path> walk = Files.walk(into)) {
            assertThat(walk.filter(Files::isRegularFile).map(f -> into.relativize(f).toString()))
                    .filteredOn(file -> !file.equals("README.md") && !file.contains("Exception"))
                    .allSatisfy(file -> assertThat(rows).anyMatch(row -> names(row, file)));
        }
    }

    private static boolean names(String row, String file) {
        return file.endsWith("/" + row + ".java")
                || ("/" + file).endsWith("/" + row)
                || file.contains("/" + row + "/");
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

    @Test
    void whatCannotBeADirectoryIsOneLine() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        Path below = file.resolve("a").resolve("b");

        assertThat(run("new", "protocol", "shout", "--directory", below.toString())).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "bogie: new: "
                                + file
                                + " is not a directory, and nothing was written; choose another"
                                + " place by --directory\n");
        assertThat(file).hasContent("mine");
    }

    @Test
    void whatWasWrittenIsGoneWhenTheRestCannotBeAndWhatWasThereStays() throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a/one.txt", "one");
        texts.put("two.txt", "two");
        texts.put("two.txt/three.txt", "below a file");

        for (Path place : List.of(there, directory.resolve("new").resolve("place"))) {
            assertThatThrownBy(() -> new ProjectDirectory(place).write(texts))
                    .hasMessageContaining("two.txt is not a directory");
        }

        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left).containsExactlyInAnyOrder(directory, there);
        }
    }

    @Test
    void whatIsSaidToDoNextIsWhatAShellTakes() {
        Path into = directory.resolve("it's mine");

        assertThat(run("new", "protocol", "shout", "--directory", into.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\n  cd '" + directory + "/it'\\''s mine'\n  mvn verify\n");
    }

    @Test
    void anEmptyDirectoryIsTaken() throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Object key = Files.readAttributes(there, BasicFileAttributes.class).fileKey();

        assertThat(run("new", "protocol", "shout", "--directory", there.toString())).isZero();

        assertThat(there.resolve("pom.xml")).isRegularFile();
        assertThat(Files.readAttributes(there, BasicFileAttributes.class).fileKey()).isEqualTo(key);
    }

    @Test
    void whatAnotherModuleHasIsNoPackageOfAPlugin() {
        TakenNames taken = new TakenNames(Map.of(), Map.of("com.acme.wire", "com.acme.base"));

        taken.check("com.acme", List.of("com.acme", "com.acme.machine"));
        assertThatThrownBy(() -> taken.check("com.acme.base", List.of("com.acme.base")))
                .hasMessageContaining("com.acme.base cannot be: there is a module of that name");
        assertThatThrownBy(() -> taken.check("com.acme.own", List.of("com.acme.wire")))
                .hasMessageContaining("com.acme.wire cannot be: the module com.acme.base has it");
        assertThat(TakenNames.here().packages())
                .containsEntry("dev.bogie.runtime", "dev.bogie.runtime")
                .containsEntry("java.util", "java.base");
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
                    new transport x --package dev.bogie   | new: the package dev.bogie cannot be: dev.bogie is of Bogie; choose one by
                    new transport x --package dev.bogie.x | new: the package dev.bogie.x cannot be: dev.bogie is of Bogie
                    new protocol x --package java.x       | new: the package java.x cannot be: java is of Java
                    new protocol x --package org.slf4j    | new: the package org.slf4j cannot be: org.slf4j is of SLF4J
                    new protocol x --package com.sun.x    | new: the package com.sun.x cannot be: com.sun is of the JDK
                    new transport nio            | new: the name 'nio' is taken: dev.bogie.transport.nio has the transport nio
                    new protocol nio             | new: the name 'nio' is taken: dev.bogie.transport.nio has the transport nio
                    new application http1        | new: the name 'http1' is taken
                    new protocol runtime         | new: the name 'runtime' is taken: there are settings such as runtime.
                    new protocol x --package a.int        | new: the package a.int cannot be: 'int' is a word of the Java
                    new protocol connection      | new: the protocol connection would have a type ConnectionHandler beside
                    new transport stream         | new: the transport stream would have a type StreamPort beside dev.bogie
                    new protocol                 | new: NAME is missing
                    new                          | new: KIND is missing
                    """)
    void whatCannotBeANameIsOneLine(String words, String line) {
        Path into = directory.resolve("project");
        List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.addAll(List.of("--directory", into.toString()));

        assertThat(run(all.toArray(String[]::new))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("bogie: " + line)
                .hasLineCount(1);
        assertThat(into).doesNotExist();
    }
}
