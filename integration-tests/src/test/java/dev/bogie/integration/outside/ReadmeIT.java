package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of the README, cut out of it, compiled and run as they stand. */
class ReadmeIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("`(\\w+\\.java)`");
    private static final List<String> MODULES =
            List.of("-p", "distribution/target/modules", "--add-modules", "ALL-MODULE-PATH");

    @TempDir static Path directory;

    private static List<String> readme;
    private static Map<String, List<String>> programs;

    @BeforeAll
    static void compiles() throws IOException {
        readme = Files.readAllLines(ROOT.resolve("README.md"));
        programs = programs();
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, List<String>> program : programs.entrySet()) {
            sources.add(Files.write(directory.resolve(program.getKey()), program.getValue()));
        }
        List<String> path = new ArrayList<>(MODULES);
        path.set(1, ROOT.resolve(path.get(1)).toString());
        Compiled.into(directory.resolve("classes"), sources, path);
    }

    /** Each Java block, by the file name that was last mentioned before it. */
    private static Map<String, List<String>> programs() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        String file = "";
        List<String> block = null;
        for (String line : readme) {
            if (block != null && line.equals("```")) {
                found.put(file, block);
                block = null;
            } else if (block != null) {
                block.add(line);
            } else if (line.equals("```java")) {
                block = new ArrayList<>();
            } else {
                Matcher name = FILE.matcher(line);
                if (name.find()) {
                    file = name.group(1);
                }
            }
        }
        return found;
    }

    @Test
    void theReadmeIsShortAndItsProgramsAreShorter() {
        assertThat(readme).hasSizeLessThanOrEqualTo(150);
        assertThat(programs).containsOnlyKeys("Hello.java", "Fetch.java", "EchoServer.java");
        assertThat(programs.values()).allMatch(lines -> lines.size() <= 15);
    }

    @Test
    void theServerGreetsByTheReadmesCommandAndTheClientFetchesThePage() throws IOException {
        try (Program server = Program.java(ROOT, command("Hello.java"))) {
            String url = server.awaitMatch("http://127\\.0\\.0\\.1:\\d+/");

            try (InputStream page = URI.create(url).toURL().openStream()) {
                assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("Hello, Anonymous");
            }
            try (Program client = run("Fetch", url + "Ann")) {
                assertThat(client.status()).as(client.output()).isZero();
                assertThat(client.output()).contains("200").endsWith("Hello, Ann");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theEchoRunsOnEitherTransportAndLogsItsPeer(String transport) throws IOException {
        try (Program echo = run("EchoServer", transport)) {
            int port = Integer.parseInt(echo.awaitMatch("^/127\\.0\\.0\\.1:(\\d+)$"));

            assertThat(Program.echoed(port, "what is sent")).isEqualTo("what is sent");
            echo.awaitMatch("INFO .*/127\\.0\\.0\\.1:\\d+ connected");
            echo.awaitMatch("INFO .*lost: finished");

            echo.enter();
            assertThat(echo.status()).as(echo.output()).isZero();
        }
    }

    /** The README's own command for a source file. */
    private static List<String> command(String file) {
        String line =
                readme.stream()
                        .filter(l -> l.startsWith("java -p ") && l.endsWith(" " + file))
                        .findFirst()
                        .orElseThrow();
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.removeFirst();
        words.set(words.size() - 1, directory.resolve(file).toString());
        return words;
    }

    private static Program run(String name, String argument) {
        List<String> arguments = new ArrayList<>(MODULES);
        arguments.addAll(List.of("-cp", directory.resolve("classes").toString(), name, argument));
        return Program.java(ROOT, arguments);
    }
}
