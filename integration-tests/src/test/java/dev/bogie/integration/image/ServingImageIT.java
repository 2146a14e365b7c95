package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class ServingImageIT {
    @TempDir private Path directory;

    @BeforeEach
    void page() throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itServesFilesAndDrainsWhenAskedToEnd(String transport) throws IOException {
        try (Launched server = serve("--port", "0", "--transport", transport)) {
            assertThat(Launched.page(server.url())).isEqualTo("hello");

            assertThat(server.terminate().status()).isZero();
            assertThat(server.output()).contains("on transport " + transport).hasLineCount(1);
            assertThat(server.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itServesTheDemoAndDrainsWhenAskedToEnd(String transport) throws IOException {
        try (Launched demo = Launched.bogie("demo", "--port", "0", "--transport", transport)) {
            assertThat(Launched.page(demo.url())).startsWithIgnoringCase("<!doctype html>");

            assertThat(demo.terminate().status()).isZero();
            assertThat(demo.errors()).isEmpty();
        }
    }

    /**
     * What is begun without a terminal may have been told to ignore it, so that is undone first.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itDrainsOnCtrlC(String transport) throws IOException {
        try (Launched demo =
                Launched.start(
                        Path.of("/usr/bin/env"),
                        "--default-signal=INT",
                        Launched.launcher(Launched.IMAGE).toString(),
                        "demo",
                        "--port",
                        "0",
                        "--transport",
                        transport)) {
            assertThat(Launched.page(demo.url())).startsWithIgnoringCase("<!doctype html>");

            assertThat(demo.interrupt().status()).isZero();
            assertThat(demo.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whatDoesNotEndInTimeIsCutOffAndTold(String transport) throws IOException {
        try (Launched demo =
                        Launched.bogie(
                                "demo",
                                "--port",
                                "0",
                                "--transport",
                                transport,
                                "--set",
                                "runtime.drain-time=100ms");
                Socket stuck = new Socket("127.0.0.1", URI.create(demo.url()).getPort())) {
            stuck.getOutputStream()
                    .write(
                            ("POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                                            + "Expect: 100-continue\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            // Somebody waits for the content.
            assertThat(stuck.getInputStream().read()).isEqualTo('H');

            assertThat(demo.terminate().status()).isEqualTo(1);
            assertThat(demo.output()).endsWith("1 connection did not end in order within 100 ms\n");
            assertThat(demo.errors()).isEmpty();
        }
    }

    /** By a shell, as this test's own Java may know no name beyond ASCII. */
    @Test
    void itServesNamesBeyondAsciiWithoutALocale() throws IOException {
        try (Launched shell =
                Launched.start(
                        Path.of("/bin/sh"),
                        "-c",
                        "cd '" + directory + "' && printf hello >\"$(printf '\\303\\274')\"")) {
            assertThat(shell.status()).as(shell.errors()).isZero();
        }
        try (Launched server = serve("--port", "0")) {
            assertThat(Launched.page(server.url() + "%C3%BC")).isEqualTo("hello");
        }
    }

    @Test
    void itStopsFetchingWhenNobodyTakesThePage() throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(directory.resolve("large"), "line\n".repeat(1 << 20));
        try (Launched server = serve("--port", "0");
                Launched shell =
                        Launched.start(
                                Path.of("/bin/sh"),
                                "-c",
                                "'%s' get %slarge 2>'%s' | head -n 1"
                                        .formatted(
                                                Launched.launcher(Launched.IMAGE),
                                                server.url(),
                                                log))) {
            assertThat(shell.output()).isEqualTo("line\n");
            assertThat(log).content().contains("the output takes no more").hasLineCount(1);
        }
    }

    @Test
    void itFetchesAPage() {
        try (Launched server = serve("--port", "0")) {
            String url = server.url();
            try (Launched found = Launched.bogie("get", url);
                    Launched missing = Launched.bogie("get", url + "missing")) {
                assertThat(found.status()).isZero();
                assertThat(found.output().strip()).isEqualTo("hello");
                assertThat(missing.status()).isEqualTo(1);
            }
        }
    }

    @Test
    void aPortInUseIsRefused() {
        try (Launched server = serve("--port", "0")) {
            String port = String.valueOf(URI.create(server.url()).getPort());

            try (Launched second = serve("--port", port)) {
                second.wasRefused("cannot listen on 127.0.0.1:" + port + ": the address is in use");
            }
        }
    }

    private Launched serve(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "serve";
        words[1] = directory.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return Launched.bogie(words);
    }
}
