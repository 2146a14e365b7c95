package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * {@code examples/transport-nio2}, built and held to the contract as a stranger would, and put
 * below the image: it carries what it has never heard of.
 */
class TransportPluginIT {
    private static final String REFUSED =
            "can neither give away nor take over listening addresses (it has no ADOPT_LISTENER)";

    @TempDir static Path directory;

    private static Path jar;
    private static Path plugins;

    @BeforeAll
    static void builds() throws IOException {
        Path source = Files.createDirectory(directory.resolve("nio2"));
        Stranger.build("transport-nio2", source);
        jar = source.resolve("target").resolve("nio2.jar");
        plugins = Files.createDirectory(directory.resolve("plugins"));
        Stranger.putIn(jar, plugins);
    }

    private static Program bogie(String... words) {
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>();
        command.add(image.resolve("bin").resolve("bogie").toString());
        command.addAll(List.of(words));
        return Program.start(directory, Map.of(), command);
    }

    private static String said(String... words) {
        try (Program bogie = bogie(words)) {
            assertThat(bogie.status()).as(bogie.output()).isZero();
            return bogie.output();
        }
    }

    /** Starts a server whose orders are taken at a place of its name. */
    private static Program server(String name, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--port", "0", "--control", control(name)));
        return bogie(all.toArray(String[]::new));
    }

    private static String control(String name) {
        return directory.resolve(name).resolve("control").toString();
    }

    private static String url(Program server) {
        return server.awaitMatch("(http://127\\.0\\.0\\.1:\\d+/)");
    }

    private static void assertSwapIsRefused(String server, String to) {
        try (Program swap = bogie("swap", "--transport", to, "--control", control(server))) {
            assertThat(swap.status()).isEqualTo(2);
            assertThat(swap.output())
                    .contains("transport 'nio2' of org.example.nio2.Nio2Transport")
                    .contains(REFUSED)
                    .contains("restart the server to change between it and another");
        }
    }

    /** Its build fails where it does not; this says that it has looked. */
    @Test
    void itKeepsTheContractInItsOwnBuild() throws IOException {
        Path reports = directory.resolve("nio2").resolve("target").resolve("surefire-reports");

        for (String test : List.of("Nio2", "Nio2BelowALayer")) {
            Path report = reports.resolve("TEST-org.example.nio2." + test + "ContractTest.xml");
            assertThat(Files.readString(report))
                    .contains("name=\"bytesArriveInOrderAndOnce\"")
                    .doesNotContain("<failure", "<error");
        }
    }

    @Test
    void itIsCheckedAndListed() {
        assertThat(said("plugin", "check", jar.toString()))
                .startsWith("plugin nio2: org.example.nio2")
                .contains("  transport nio2");
        assertThat(said("modules", "--plugins", plugins.toString()))
                .containsPattern("transport +nio2 +\\S+ +org\\.example\\.nio2 +available");
    }

    @Test
    void filesAreServedOnItWithTlsAndWithout() throws IOException {
        assumeTrue(Program.isInstalled("curl"), "curl is not installed");
        byte[] bytes = new byte[3_000_000];
        new Random(11).nextBytes(bytes);
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.write(files.resolve("large.bin"), bytes);
        Files.writeString(files.resolve("small.txt"), "small");
        List<String> words = new ArrayList<>(List.of("serve", files.toString()));
        words.addAll(List.of("--plugins", plugins.toString(), "--transport", "nio2"));
        words.addAll(List.of("--tls-self-signed", "--set", "tls.allow-plain=true"));

        try (Program server = server("serving", words.toArray(String[]::new))) {
            String host = server.awaitMatch("(127\\.0\\.0\\.1:\\d+/)");
            for (String url : List.of("http://" + host, "https://" + host)) {
                Path got = directory.resolve("got.bin");
                assertThat(curl("-o", got.toString(), url + "large.bin", url + "small.txt"))
                        .isEqualTo("small");
                assertThat(Files.readAllBytes(got)).isEqualTo(bytes);
            }
            assertThat(said("modules", "--live", "--control", control("serving")))
                    .contains(host + " on transport nio2");

            assertThat(server.terminate().status()).as(server.output()).isZero();
            assertThat(server.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    private static String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sSk", "--max-time", "60"));
        command.addAll(List.of(arguments));
        try (Program curl = Program.start(directory, Map.of(), command)) {
            assertThat(curl.status()).as(curl.output()).isZero();
            return curl.output().strip();
        }
    }

    @Test
    void theChatIsCarriedAndASwapAwayIsRefused() throws Exception {
        try (Program demo =
                server("chat", "demo", "--plugins", plugins.toString(), "--transport", "nio2")) {
            String url = url(demo);
            try (WebVisitor web = new WebVisitor(url)) { // by an event stream and a WebSocket
                web.say("before");
                web.awaitHeard("\"text\":\"before\"");

                assertSwapIsRefused("chat", "nio");

                web.say("after");
                web.awaitHeard("\"text\":\"after\"");
            }
            assertThat(demo.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }

    @Test
    void aServerThatItJoinsStaysOnItsOwnTransport() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        try (Program demo =
                server("joined", "demo", "--plugins", empty.toString(), "--transport", "nio")) {
            String url = url(demo);
            Stranger.putIn(jar, empty);
            demo.awaitMatch("(plugin nio2 is in service)");

            assertSwapIsRefused("joined", "nio2");

            assertThat(said("modules", "--live", "--control", control("joined")))
                    .startsWith(url + " on transport nio\n")
                    .containsPattern("transport +nio2 ")
                    .containsPattern("nio2 +in service");
            assertThat(said("swap", "loom", "--control", control("joined")))
                    .contains("on transport loom now");
            try (WebVisitor web = new WebVisitor(url)) {
                web.say("still here");
                web.awaitHeard("\"text\":\"still here\"");
            }
            assertThat(demo.output()).doesNotContain("WARN").doesNotContain("ERROR");
        }
    }
}
