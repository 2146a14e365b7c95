package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image that holds HTTP/1.1 on nio, and little else. */
class MinimalImageIT {
    @TempDir private Path directory;

    @Test
    void itServesFilesAndDrainsWhenAskedToEnd() throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
        try (Launched server = Launched.minimal("serve", directory.toString(), "--port", "0");
                Launched get = Launched.minimal("get", server.url())) {
            assertThat(get.output().strip()).as(get.errors()).isEqualTo("hello");

            assertThat(server.terminate().status()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    demo                              | there is no application 'chat' in this image
                    train                             | there is no application 'chat' in this image
                    serve . --transport loom --port 0 | there is no transport 'loom'; installed: nio
                    serve . --tls-self-signed         | there is no TLS in this image: it lacks the module dev.bogie.tls
                    get https://127.0.0.1:9/          | there is no TLS in this image: it lacks the module dev.bogie.tls
                    """)
    void whatItLacksIsSaidInOneLine(String words, String line) {
        try (Launched bogie = Launched.minimal(words.split(" "))) {
            bogie.wasRefused(line);
        }
    }

    /** Whoever has a plugin checked wants an answer, not its threads. */
    @Test
    void aPluginThatIsLookedAtKeepsNoProcess() throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        GreetingPlugin.writeTo(
                plugins.resolve("greet.jar"),
                directory,
                """
                Runnable never = () -> {
                    while (true) {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                };
                Thread thread = new Thread(never);
                thread.setDaemon(false); // it would be one, as the thread that makes it is
                thread.start();
                Runtime.getRuntime().addShutdownHook(new Thread(never));
                """);
        try (Launched check =
                        Launched.minimal(
                                "plugin", "check", plugins.resolve("greet.jar").toString());
                Launched modules = Launched.minimal("modules", "--plugins", plugins.toString())) {
            assertThat(check.status()).as(check.errors()).isZero();
            assertThat(check.output()).contains("plugin greet: org.example.greet");
            assertThat(modules.status()).as(modules.errors()).isZero();
            assertThat(modules.output()).contains("spoken");
        }
    }

    @Test
    void itsStackTracesHaveLineNumbers() {
        try (Launched bogie = Launched.withOptions("-Dbogie.log=debug", Launched.MINIMAL, "demo")) {
            assertThat(bogie.status()).isEqualTo(2);
            assertThat(bogie.errors())
                    .containsPattern("at dev\\.bogie\\.launcher.*\\(DemoCommand\\.java:\\d+\\)");
        }
    }

    @Test
    void anImageThatOutgrowsItsBudgetIsRefusedWithWhatHasGrown() throws IOException {
        Path sizes = Files.writeString(directory.resolve("sizes"), "dev.bogie.http 1\n");
        try (Launched budget = budget("10", sizes)) {
            assertThat(budget.status()).isEqualTo(1);
            assertThat(budget.errors())
                    .startsWith("image-minimal has ")
                    .contains(" MB without its archive of classes, and may have 10.")
                    .containsPattern("\\+\\d+  dev\\.bogie\\.http: \\d+, was 1\n")
                    .containsPattern("\\+\\d+  java\\.base: \\d+, was not there\n");
        }
    }

    private static Launched budget(String megabytes, Path sizes) {
        return Launched.start(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Path.of("..", "distribution", "bin", "Budget.java").toString(),
                Launched.MINIMAL.toString(),
                megabytes,
                sizes.toString());
    }
}
