package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that others wrote, as a process. */
final class Tool implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;

    private Tool(Process process) {
        this.process = process;
    }

    /** Skips the test where there is no such program. */
    static void require(String program) {
        Object unused = located(program);
    }

    /** Where a program is, also among those of administrators. Skips the test where it is not. */
    static String located(String program) {
        Optional<Path> there =
                Stream.concat(
                                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                                Stream.of("/usr/sbin", "/usr/local/sbin"))
                        .map(directory -> Path.of(directory, program))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                there.isPresent(), "there is no " + program + " on the path: its test is skipped");
        return there.orElseThrow().toString();
    }

    /**
     * What a program that has ended leaves.
     *
     * @param status its exit status
     * @param output what it wrote, errors included
     */
    record Ended(int status, String output) {
        Ended succeeded() {
            assertThat(status).as(output).isZero();
            return this;
        }
    }

    /** Runs a program without input. */
    static Ended run(String... command) throws Exception {
        return talk("", command);
    }

    /** Runs a program with that input, which does not end before the program does. */
    static Ended talk(String input, String... command) throws Exception {
        Path output = Files.createTempFile("tool", ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(ended).as(List.of(command) + " ended; it said " + said).isTrue();
            return new Ended(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** Starts a program that serves. */
    static Tool start(String... command) throws IOException {
        return new Tool(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads until a line has what is looked for, and answers its first group. */
    String said(Pattern wanted) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            Matcher found = wanted.matcher(line);
            if (found.find()) {
                return found.group(1);
            }
        }
        throw new IOException("it ended without a word of " + wanted + ": " + lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
