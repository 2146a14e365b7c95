package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * {@code docs/guide/write-a-protocol.md}: its commands as they stand, by a stranger who has the
 * image, Maven and what is published; and the same for a transport.
 */
class NewProjectIT {
    private static final Pattern COMMANDS =
            Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** For programs that end before a better compiler has paid. */
    private static final String QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    @TempDir static Path directory;

    private static Map<String, String> environment;
    private static String text;
    private static List<String> commands;

    @BeforeAll
    static void comes() throws IOException {
        Reactor.install();
        Path programs = Files.createDirectory(directory.resolve("bin"));
        String maven = String.join(" ", Reactor.maven("\"-DargLine=" + QUICK + "\" \"$@\""));
        program(programs.resolve("mvn"), maven);
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        program(programs.resolve("bogie"), image.resolve("bin").resolve("bogie") + " \"$@\"");
        environment =
                Map.of(
                        "PATH",
                        programs + ":" + System.getenv("PATH"),
                        "MAVEN_OPTS",
                        QUICK,
                        "JAVA25_HOME",
                        System.getProperty("java.home"));
        text = Files.readString(Path.of("..", "docs", "guide", "write-a-protocol.md"));
        commands = COMMANDS.matcher(text).results().map(m -> m.group(1)).toList();
    }

    private static void program(Path file, String command) throws IOException {
        String real = command.startsWith("mvn ") ? which("mvn") + command.substring(3) : command;
        Files.writeString(file, "#!/bin/sh\nexec " + real + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String which(String program) {
        try (Program which =
                Program.start(directory, Map.of(), List.of("sh", "-c", "command -v " + program))) {
            assertThat(which.status()).as(which.output()).isZero();
            return which.output().strip();
        }
    }

    private static Program shell(Path at, String commands) {
        return Program.start(at, environment, List.of("sh", "-e", "-c", commands));
    }

    private static String done(Path at, String commands) {
        try (Program shell = shell(at, commands)) {
            assertThat(shell.status()).as(shell.output()).isZero();
            assertThat(shell.output()).doesNotContain("WARN");
            return shell.output();
        }
    }

    private static void edit(Path file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    /** What the guide asks for between its commands. */
    private static void makeItShout(Path project) throws IOException {
        assertThat(text).contains("        return line.toUpperCase(Locale.ROOT);\n");
        edit(
                project.resolve("src/main/java/org/example/shout/ShoutHandler.java"),
                source ->
                        source.replace("return line;", "return line.toUpperCase(Locale.ROOT);")
                                .replaceFirst("(?m)^import java", "import java.util.Locale;\n$0"));
        edit(
                project.resolve("src/test/java/org/example/shout/ShoutProtocolTest.java"),
                source ->
                        source.replace("hears(\"one\\ntwo", "hears(\"ONE\\nTWO")
                                .replace("hears(\"three", "hears(\"THREE"));
    }

    @Test
    void theGuideLeadsToAProtocolThatAnswersInARunningServer() throws IOException {
        assertThat(commands).hasSize(5);
        assertThat(done(directory, commands.getFirst()))
                .contains("wrote the protocol shout")
                .contains("plugin shout: org.example.shout@")
                .contains("protocol shout");

        Path project = directory.resolve("shout");
        Path control = directory.resolve("own").resolve("control");
        String start = commands.get(1).strip().replace("\nbogie", "\nexec bogie");
        try (Program server = shell(directory, start + " --port 0 --control " + control)) {
            server.awaitMatch("Demo at (http://127\\.0\\.0\\.1:\\d+/)");
            String unused = done(project, commands.get(2));
            int port = Integer.parseInt(server.awaitMatch("listening for shout on .*:(\\d+)"));
            assertThat(Program.echoed(port, "hello\nand again\n")).isEqualTo("hello\nand again\n");

            makeItShout(project);
            String builtAgain = done(project, commands.get(3));
            server.awaitMatch("(plugin shout is in service)", 2);
            assertThat(Program.echoed(port, "hello\n")).isEqualTo("HELLO\n");

            String takenOut = done(project, commands.get(4));
            server.awaitMatch("(plugin shout is out of service)");
            assertThat(server.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    @Test
    void aNewTransportPassesItsContractAndTheCheck() throws IOException {
        assertThat(
                        done(
                                directory,
                                """
                                bogie new transport two-pipes --package com.example.pipes --directory t
                                cd t
                                mvn verify
                                bogie plugin check target/two-pipes.jar
                                """))
                .contains("plugin two-pipes: com.example.pipes@")
                .contains("transport two-pipes");
        assertThat(directory.resolve("t/target/surefire-reports"))
                .isDirectoryContaining(
                        f -> f.toString().contains("TwoPipesTransportBelowALayerTest"));
    }
}
