package dev.bogie.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bogie demo} of the image, as a process. */
final class Demo implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(https?)://127\\.0\\.0\\.1:([0-9]+)/");
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final String scheme;
    private final int port;
    private final Path control;

    private Demo(Process process, String scheme, int port, Path control) {
        this.process = process;
        this.scheme = scheme;
        this.port = port;
        this.control = control;
    }

    /** Where the build put the image. */
    static Path image() {
        String told = System.getProperty("bogie.image", "../distribution/target/image");
        Path image = Path.of(told).toAbsolutePath().normalize();
        assertThat(image.resolve("bin/bogie")).as("the launcher of the image").isExecutable();
        return image;
    }

    /** Starts it and returns when it has said where it is. */
    static Demo start(String transport, int port, String... more) throws IOException {
        Path control = Files.createTempDirectory("bogie").resolve("control");
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        image().resolve("bin/bogie").toString(),
                        "demo",
                        "--transport",
                        transport,
                        "--port",
                        String.valueOf(port),
                        "--control",
                        control.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                String scheme = address.group(1);
                int at = Integer.parseInt(address.group(2));
                return new Demo(process, scheme, at, control);
            }
        }
        throw new IOException("the demo ended without saying where it is: " + said);
    }

    int port() {
        return port;
    }

    String url(String rest) {
        return scheme + "://127.0.0.1:" + port + "/" + rest;
    }

    /** Has it go over to another transport, and what is open end soon. */
    void swap(String transport) throws IOException, InterruptedException {
        Process command =
                new ProcessBuilder(
                                image().resolve("bin/bogie").toString(),
                                "swap",
                                "--transport",
                                transport,
                                "--grace",
                                "30s",
                                "--control",
                                control.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(command.getInputStream().readAllBytes(), UTF_8);
        assertThat(command.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(command.exitValue()).as(said).isZero();
    }

    /** Asks it to end, as a service manager does, and answers its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            Files.deleteIfExists(control);
            Files.deleteIfExists(control.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory for what a person may want to look at after the build. */
    static Path pictures() throws IOException {
        return Files.createDirectories(Path.of("target", "screenshots"));
    }
}
