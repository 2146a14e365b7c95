package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process of the image's launcher. Closing it kills what still runs, and removes what it left.
 */
final class Launched implements AutoCloseable {
    /** Where the build of {@code distribution} puts the image that holds all. */
    static final Path IMAGE = image("image");

    /** Where it puts the one that holds HTTP/1.1 on nio. */
    static final Path MINIMAL = image("image-minimal");

    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final long LIMIT_SECONDS = 240;

    private final Process process;
    private final Path directory;
    private final Path errors;
    private final BufferedReader output;
    private final StringBuilder read = new StringBuilder();

    private Launched(Process process, Path directory, Path errors) {
        this.process = process;
        this.directory = directory;
        this.errors = errors;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Path image(String name) {
        return Path.of("..", "distribution", "target", name).toAbsolutePath().normalize();
    }

    /** The launcher of an image. */
    static Path launcher(Path image) {
        return image.resolve("bin").resolve("bogie");
    }

    /** Starts the launcher of the image that holds all. */
    static Launched bogie(String... arguments) {
        return start(launcher(IMAGE), arguments);
    }

    /** Starts the launcher of the minimal image. */
    static Launched minimal(String... arguments) {
        return start(launcher(MINIMAL), arguments);
    }

    /** Starts an image's launcher with options for its virtual machine. */
    static Launched withOptions(String options, Path image, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add("BOGIE_JVM_OPTS=" + options);
        words.add(launcher(image).toString());
        words.addAll(List.of(arguments));
        return start(Path.of("/usr/bin/env"), words.toArray(String[]::new));
    }

    static Launched start(Path launcher, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(launcher.toString()));
            command.addAll(List.of(arguments));
            Path directory = Files.createTempDirectory("bogie");
            Path errors = directory.resolve("errors");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.PIPE)
                            .redirectError(errors.toFile());
            // A user of the image needs no Java, and a service has no locale.
            builder.environment()
                    .keySet()
                    .removeAll(List.of("JAVA_HOME", "LANG", "LC_ALL", "LC_CTYPE"));
            builder.environment().put("PATH", "/usr/bin:/bin");
            // Others of the same user may serve at the same time.
            builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
            return new Launched(builder.start(), directory, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said where it listens, and answers that URL. */
    String url() {
        return within(
                () -> {
                    for (String line = output.readLine(); line != null; line = output.readLine()) {
                        read.append(line).append('\n');
                        Matcher url = URL.matcher(line);
                        if (url.find()) {
                            return url.group();
                        }
                    }
                    throw new AssertionError("it ended without listening: " + errors());
                });
    }

    /**
     * What is at a URL, asked for on a connection that the client closes: no drain waits for it.
     */
    static String page(String url) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Asks it to end, as an operator does. */
    Launched terminate() {
        process.toHandle().destroy(); // of the process itself, it would close our end of its output
        return this;
    }

    /** Asks the process that it has started to end: that of a program which runs another. */
    Launched terminateChild() {
        ProcessHandle child =
                process.children()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("it runs nothing: " + errors()));
        assertThat(child.destroy()).isTrue();
        return this;
    }

    /** Does what Ctrl-C in its terminal does. */
    Launched interrupt() {
        try (Launched kill =
                start(Path.of("/bin/sh"), "-c", "kill -INT " + process.toHandle().pid())) {
            assertThat(kill.status()).as(kill.errors()).isZero();
        }
        return this;
    }

    /** Waits for its end, and answers its status. */
    int status() {
        return within(
                () -> {
                    for (String line = output.readLine(); line != null; line = output.readLine()) {
                        read.append(line).append('\n');
                    }
                    return process.waitFor();
                });
    }

    /** What it wrote, once it has ended. */
    String output() {
        status();
        return read.toString();
    }

    /** What it wrote to the error stream so far. */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That it was refused: nothing done, one line, status 2. */
    void wasRefused(String line) {
        assertThat(status()).as(errors()).isEqualTo(2);
        assertThat(errors()).hasLineCount(1).startsWith("bogie: ").contains(line);
        assertThat(output()).isEmpty();
    }

    @Override
    public void close() {
        within(process.destroyForcibly()::waitFor); // it may write to the directory until then
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What may block, with a limit. */
    private interface Blocking<T> {
        T call() throws IOException, InterruptedException;
    }

    private static <T> T within(Blocking<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                result.complete(task.call());
                            } catch (Throwable e) { // told to who waits
                                result.completeExceptionally(e);
                            }
                        });
        try {
            return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing happened for " + LIMIT_SECONDS + " s", e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
