package dev.bogie.integration.outside;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process and all that it says. Closing it kills what still runs. */
final class Program implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int ANSWER_MILLIS = 60_000;

    private final Process process;
    private final Thread reader;
    private final Transcript said = new Transcript();

    private Program(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts a program in a directory, as on a command line. */
    static Program start(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().remove("JAVA_HOME"); // that of the build, not of the machine
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Java, the one that runs this test, quick to start. */
    static Program java(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        return start(directory, Map.of(), command);
    }

    /** Whether a program is on the path. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void read() {
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            // Killed: what it said counts.
        }
        said.end();
    }

    /** Waits for a line in which a pattern is found, and answers the pattern's first group. */
    String awaitMatch(String regex) {
        return said.awaitMatch(regex);
    }

    /** Waits for so many of such lines, and answers the pattern's first group in the last. */
    String awaitMatch(String regex, int times) {
        return said.awaitMatch(regex, times);
    }

    /** Presses Enter. */
    void enter() {
        try {
            OutputStream to = process.getOutputStream();
            to.write('\n');
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as an operator does. */
    Program terminate() {
        process.destroy();
        return this;
    }

    /** Waits for its end, and answers its status. */
    int status() {
        try {
            if (!process.waitFor(LIMIT) || !reader.join(LIMIT)) {
                throw new AssertionError("it has not ended:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What it said so far. */
    String output() {
        return said.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What an echo on this machine answers to a text, up to the end of its output. */
    static String echoed(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
