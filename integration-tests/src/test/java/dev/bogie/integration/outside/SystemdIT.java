package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The units of the guide for makers of images, by the programs of systemd itself. */
class SystemdIT {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "images.md");
    private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir private Path directory;

    private Path service;

    /** Writes them as an operator would, for an image and a site that are elsewhere. */
    @BeforeEach
    void units() throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        Files.writeString(directory.resolve("bogie.socket"), unit("Socket"));
        service =
                Files.writeString(
                        directory.resolve("bogie.service"),
                        unit("Unit")
                                .replace("/opt/bogie/", image + "/")
                                .replace("/srv/site", directory.toString()));
    }

    private static String unit(String begin) throws IOException {
        Matcher block =
                Pattern.compile(
                                "^```\n(\\[" + begin + "\\]\n.*?)^```$",
                                Pattern.MULTILINE | Pattern.DOTALL)
                        .matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("the guide has a unit that begins with " + begin).isTrue();
        return block.group(1);
    }

    @Test
    void systemdUnderstandsEachLine() throws IOException {
        assumeTrue(Files.isExecutable(ANALYZE), "there is no systemd-analyze");
        List<String> command =
                List.of(ANALYZE.toString(), "verify", "./bogie.socket", "./bogie.service");

        try (Program verify = Program.start(directory, Map.of(), command)) {
            assertThat(verify.status()).as(verify.output()).isZero();
            // it looks at units of the machine as well
            assertThat(verify.output()).doesNotContain("bogie");
        }
    }

    /** The first to connect starts the server, and is answered by it. */
    @Test
    void theServiceServesAtTheSocketThatSystemdHandsOnAndDrains() throws IOException {
        assumeTrue(Files.isExecutable(ACTIVATE), "there is no systemd-socket-activate");
        // Systemd takes no port 0. Bound, and not listening, this keeps a port from all but
        // systemd,
        // which binds with the same option.
        try (Socket kept = new Socket()) {
            kept.setReuseAddress(true);
            kept.bind(new InetSocketAddress("127.0.0.1", 0));
            String address = "127.0.0.1:" + kept.getLocalPort();
            List<String> command = new ArrayList<>(List.of(ACTIVATE.toString(), "-l", address));
            command.addAll(start());
            try (Program systemd = Program.start(directory, Map.of(), command)) {
                systemd.awaitMatch("Listening on \\S+ as 3");

                assertThat(page("http://" + address + "/")).isEqualTo("hello");
                systemd.awaitMatch("at http://" + address + "/ on");
                assertThat(systemd.terminate().status()).as(systemd.output()).isZero();
            }
        }
    }

    private static String page(String url) throws IOException {
        URLConnection page = URI.create(url).toURL().openConnection();
        page.setRequestProperty("Connection", "close"); // the drain need not wait for us
        try (InputStream in = page.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> start() throws IOException {
        Path runtime = directory.resolve("run");
        Files.createDirectories(runtime);
        return Files.readAllLines(service).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.replace("ExecStart=", "").replace("%t", runtime.toString()))
                .flatMap(line -> List.of(line.split(" ")).stream())
                .toList();
    }
}
