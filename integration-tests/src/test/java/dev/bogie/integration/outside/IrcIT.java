package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code examples/irc}, built as a stranger would, put into a running demo of the image and taken
 * out again. The plugin is there at the start, so that its port can be chosen by its setting.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IrcIT {
    private static final String LISTENING = "listening for irc on .*:(\\d+)";

    @TempDir static Path directory;

    private static Path plugins;
    private static Program demo;
    private static String url;

    @BeforeAll
    static void starts() throws IOException {
        Path source = Files.createDirectory(directory.resolve("irc"));
        Stranger.build("irc", source);
        plugins = Files.createDirectory(directory.resolve("plugins"));
        putIn();
        demo = bogie("demo", "--port", "0", "--plugins", plugins.toString(), "--set", "irc.port=0");
        url = demo.awaitMatch("(http://127\\.0\\.0\\.1:\\d+/)");
    }

    @AfterAll
    static void ends() {
        if (demo != null) {
            demo.close();
        }
    }

    private static Program bogie(String... words) {
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>();
        command.add(image.resolve("bin").resolve("bogie").toString());
        command.addAll(List.of(words));
        command.addAll(
                List.of("--control", directory.resolve("own").resolve("control").toString()));
        return Program.start(directory, Map.of(), command);
    }

    /** What the server says that it has read again. */
    private static String reloaded() {
        try (Program reload = bogie("plugin", "reload", "irc")) {
            assertThat(reload.status()).as(reload.output()).isZero();
            return reload.output().strip();
        }
    }

    private static void putIn() throws IOException {
        Stranger.putIn(directory.resolve("irc/target/irc.jar"), plugins);
    }

    /** Where the plugin listens since it was put in for the n-th time. */
    private static int port(int times) {
        return Integer.parseInt(demo.awaitMatch(LISTENING, times));
    }

    @Test
    @Order(2)
    void theRoomIsOneWhileThePluginComesAndGoes() throws Exception {
        try (WebVisitor web = new WebVisitor(url)) {
            try (IrcClient ann = new IrcClient(port(1), "ann")) {
                ann.say("from ann");
                web.awaitHeard("\"name\":\"ann\",\"text\":\"from ann\"");
                web.say("from the web\r\nQUIT :evil");
                ann.heard().awaitMatch("^:\\S+!~web@web PRIVMSG #chat :from the web$");
                ann.heard().awaitMatch("^:\\S+!~web@web PRIVMSG #chat :QUIT :evil$");

                Files.delete(plugins.resolve("irc.jar"));
                ann.heard().awaitMatch("^ERROR :Closing link: This server is ending$");
                ann.heard().awaitEnd();
            }
            web.say("after irc");
            web.awaitHeard("\"text\":\"after irc\"");

            putIn();
            try (IrcClient bob = new IrcClient(port(2), "bob")) {
                bob.heard().awaitMatch("PRIVMSG #chat :after irc$");
                bob.say("from bob");
                web.awaitHeard("\"name\":\"bob\",\"text\":\"from bob\"");

                assertThat(reloaded()).startsWith("plugin irc: org.example.irc@");
                try (IrcClient eve = new IrcClient(port(2), "eve")) { // it keeps its address
                    eve.heard().awaitMatch("PRIVMSG #chat :from bob$");
                }
            }
        }
        assertThat(demo.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }

    /** {@code ii} is driven by files: what is said into {@code in} is heard, and found in out. */
    @Test
    @Order(1)
    void aForeignClientTalksWithTheBrowsers() throws Exception {
        assumeTrue(Program.isInstalled("ii"), "ii is not installed: apt-get install ii");
        int port = port(1);
        Path server = directory.resolve("ii").resolve("127.0.0.1");
        Path channel = server.resolve("#chat");
        List<String> command =
                List.of(
                        "ii",
                        "-s",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "-n",
                        "iris",
                        "-i",
                        directory.resolve("ii").toString());
        try (WebVisitor web = new WebVisitor(url);
                Program ii = Program.start(directory, Map.of(), command);
                Program told = tail(server.resolve("out"));
                Program heard = tail(channel.resolve("out"))) {
            told.awaitMatch("Welcome to the chat, iris");
            Files.writeString(server.resolve("in"), "/j #chat\n");
            heard.awaitMatch("iris.* has joined #chat");

            Files.writeString(channel.resolve("in"), "from ii\n");
            web.awaitHeard("\"name\":\"iris\",\"text\":\"from ii\"");
            web.say("to ii");
            heard.awaitMatch("> to ii$");
            ii.terminate();
        }
    }

    private static Program tail(Path file) {
        return Program.start(
                directory, Map.of(), List.of("tail", "-n", "+1", "-F", file.toString()));
    }
}
