package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code docs/guide/write-a-protocol.md} and {@code write-an-application.md}: their commands as
 * they stand, by a stranger who has the image, Maven and what is published; and the same for a
 * transport.
 */
class NewProjectIT {
    private static final Pattern COMMANDS =
            Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** For programs that end before a better compiler has paid. */
    private static final String QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    @TempDir static Path directory;

    private static Map<String, String> environment;

    /** A guide, and the commands in it. */
    private record Guide(String text, List<String> commands) {
        static Guide of(String file) throws IOException {
            String text = Files.readString(Path.of("..", "docs", "guide", file));
            return new Guide(text, COMMANDS.matcher(text).results().map(m -> m.group(1)).toList());
        }

        /** A command that starts a server, which takes the place of the shell. */
        String server(int index, String options) {
            return commands.get(index).strip().replace("\nbogie", "\nexec bogie") + options;
        }
    }

    @BeforeAll
    static void comes() throws IOException {
        Reactor.install();
        Path programs = Files.createDirectory(directory.resolve("bin"));
        String maven = String.join(" ", Reactor.maven("\"-DargLine=" + QUICK + "\" \"$@\""));
        program(programs.resolve("mvn"), maven);
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        if (Program.isInstalled("curl")) {
            program(programs.resolve("curl"), "curl -sS --max-time 60 \"$@\"");
        }
        program(programs.resolve("bogie"), image.resolve("bin").resolve("bogie") + " \"$@\"");
        environment =
                Map.of(
                        "PATH",
                        programs + ":" + System.getenv("PATH"),
                        "MAVEN_OPTS",
                        QUICK,
                        "JAVA25_HOME",
                        System.getProperty("java.home"));
    }

    private static void program(Path file, String command) throws IOException {
        String name = file.getFileName().toString();
        boolean installed = command.startsWith(name + " ");
        String real = installed ? which(name) + command.substring(name.length()) : command;
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
            assertThat(shell.output()).doesNotContain("WARN", "SLF4J");
            return shell.output();
        }
    }

    private static void edit(Path file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    /** Puts the whole files of a guide where they belong: all that begin with this package. */
    private static void add(Guide guide, String packageName, Path project) throws IOException {
        Pattern file =
                Pattern.compile(
                        "^```java\n(package " + packageName + ";\n.*?class (\\w+) .*?)^```$",
                        Pattern.DOTALL | Pattern.MULTILINE);
        for (MatchResult found : file.matcher(guide.text()).results().toList()) {
            String sources = found.group(2).endsWith("Test") ? "src/test/java" : "src/main/java";
            Files.writeString(
                    project.resolve(sources)
                            .resolve(packageName.replace('.', '/'))
                            .resolve(found.group(2) + ".java"),
                    found.group(1));
        }
    }

    /** What the guide asks for between its commands. */
    private static void makeItShout(Guide guide, Path project) throws IOException {
        assertThat(guide.text()).contains("        return line.toUpperCase(Locale.ROOT);\n");
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
        Guide guide = Guide.of("write-a-protocol.md");
        assertThat(guide.commands()).hasSize(5);
        Path at = Files.createDirectory(directory.resolve("p"));
        assertThat(done(at, guide.commands().getFirst()))
                .contains("wrote the protocol shout")
                .contains("plugin shout: org.example.shout@")
                .contains("protocol shout");

        Path project = at.resolve("shout");
        try (Program server = shell(at, guide.server(1, options("shout")))) {
            server.awaitMatch("Demo at (http://127\\.0\\.0\\.1:\\d+/)");
            String unused = done(project, guide.commands().get(2));
            int port = Integer.parseInt(server.awaitMatch("listening for shout on .*:(\\d+)"));
            assertThat(Program.echoed(port, "hello\nand again\n")).isEqualTo("hello\nand again\n");

            makeItShout(guide, project);
            add(guide, "org.example.shout", project);
            String builtAgain = done(project, guide.commands().get(3));
            server.awaitMatch("(plugin shout is in service)", 2);
            assertThat(Program.echoed(port, "hello\n")).isEqualTo("HELLO\n");
            assertThat(project.resolve("target/surefire-reports"))
                    .isDirectoryContaining(f -> f.endsWith("org.example.shout.EchoTest.txt"));

            String takenOut = done(project, guide.commands().get(4));
            server.awaitMatch("(plugin shout is out of service)");
            assertThat(server.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    /** Any port, and a place for orders that no other server has. */
    private static String options(String name) {
        return " --port 0 --control " + directory.resolve(name + "-own").resolve("control");
    }

    /** What the guide asks for between its commands. */
    private static void turnRound(Guide guide, Path project) throws IOException {
        assertThat(guide.text())
                .contains("        List<String> lines = board.lines().reversed();\n");
        edit(
                project.resolve("src/main/java/org/example/board/BoardRunning.java"),
                source -> source.replace("board.lines();", "board.lines().reversed();"));
        edit(
                project.resolve("src/test/java/org/example/board/BoardApplicationTest.java"),
                source ->
                        source.replace("one\\ntwo\\n", "two\\none\\n")
                                .replace("two\\nthree\\n", "three\\ntwo\\n"));
    }

    @Test
    void theGuideLeadsToAnApplicationThatAnswersInARunningServer() throws IOException {
        assumeTrue(Program.isInstalled("curl"), "curl is not installed");
        Guide guide = Guide.of("write-an-application.md");
        assertThat(guide.commands()).hasSize(6);
        Path at = Files.createDirectory(directory.resolve("a"));
        assertThat(done(at, guide.commands().getFirst()))
                .contains("wrote the application board")
                .contains("plugin board: org.example.board@")
                .contains("application board");

        Path project = at.resolve("board");
        try (Program server = shell(at, guide.server(1, options("board")))) {
            String url = server.awaitMatch("Demo at (http://127\\.0\\.0\\.1:\\d+/)");
            String unused = done(project, guide.commands().get(2));
            server.awaitMatch("application board answers below (/board/)");
            String ask = guide.commands().get(3).replace("http://127.0.0.1:8080/", url);
            assertThat(done(project, ask)).isEqualTo("1\nhello");

            turnRound(guide, project);
            String builtAgain = done(project, guide.commands().get(4));
            server.awaitMatch("application board answers below (/board/)", 2);
            assertThat(done(project, ask)).isEqualTo("1\nhello");
            assertThat(done(project, ask.replace("hello", "again"))).isEqualTo("2\nagain\nhello");

            String takenOut = done(project, guide.commands().get(5));
            server.awaitMatch("(plugin board is out of service)");
            assertThat(done(project, ask)).contains("Not Found").doesNotContain("hello");
            assertThat(server.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    @Test
    void theGuideLeadsToATransportThatPassesItsContractAndCarriesAServer() throws IOException {
        Guide guide = Guide.of("transport.md");
        assertThat(guide.commands()).hasSize(2);
        Path at = Files.createDirectory(directory.resolve("t"));
        assertThat(done(at, guide.commands().getFirst()))
                .contains("plugin two-pipes: org.example.twopipes@")
                .contains("transport two-pipes");

        Path project = at.resolve("two-pipes");
        assertThat(project.resolve("target/surefire-reports"))
                .isDirectoryContaining(
                        f -> f.toString().contains("TwoPipesTransportBelowALayerTest"));
        try (Program server = shell(project, guide.server(1, options("two-pipes")))) {
            server.awaitMatch("Demo at http://\\S+ on transport (two-pipes)");
        }
    }
}
