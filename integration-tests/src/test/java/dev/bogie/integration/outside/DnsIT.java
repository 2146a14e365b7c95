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
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * {@code examples/dns}, built as a stranger would, put into a running demo of the image, asked by a
 * foreign client, and taken out again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DnsIT {
    private static final String DATAGRAMS = "receiving datagrams for dns on .*:(\\d+)";
    private static final String CONNECTIONS = "listening for dns on .*:(\\d+)";

    /** Asks for the address of www.example.org. */
    private static final String QUESTION =
            "123401000001000000000000" + "03777777076578616d706c65036f7267" + "0000010001";

    private static final int ANSWER_MILLIS = 60_000;

    @TempDir static Path directory;

    private static Path plugins;
    private static Program demo;

    @BeforeAll
    static void starts() throws IOException {
        Path source = Files.createDirectory(directory.resolve("dns"));
        Stranger.build("dns", source);
        plugins = Files.createDirectory(directory.resolve("plugins"));
        putIn();
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        demo =
                Program.start(
                        directory,
                        Map.of(),
                        List.of(
                                image.resolve("bin").resolve("bogie").toString(),
                                "demo",
                                "--port",
                                "0",
                                "--plugins",
                                plugins.toString(),
                                "--control",
                                directory.resolve("orders").resolve("control").toString(),
                                "--set",
                                "dns.port=0",
                                "--set",
                                "dns.zone=" + source.resolve("example.zone")));
    }

    @AfterAll
    static void ends() {
        if (demo != null) {
            demo.close();
        }
    }

    private static void putIn() throws IOException {
        Stranger.putIn(directory.resolve("dns/target/dns.jar"), plugins);
    }

    /** What dig prints, asked at the port of datagrams unless told otherwise. */
    private static String dig(String port, String... question) {
        List<String> command = new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", port));
        command.addAll(List.of("+norecurse", "+timeout=30", "+tries=1"));
        command.addAll(List.of(question));
        try (Program dig = Program.start(directory, Map.of(), command)) {
            assertThat(dig.status()).as(dig.output()).isZero();
            return dig.output();
        }
    }

    @Test
    @Order(1)
    void aForeignClientIsAnswered() {
        assumeTrue(
                Program.isInstalled("dig"), "dig is not installed: apt-get install bind9-dnsutils");
        String port = demo.awaitMatch(DATAGRAMS);

        assertThat(dig(port, "ftp.example.org", "A"))
                .contains("status: NOERROR")
                .contains("flags: qr aa;")
                .containsPattern("ftp\\.example\\.org\\.\\s+3600\\s+IN\\s+CNAME\\s+www\\.example")
                .containsPattern("www\\.example\\.org\\.\\s+60\\s+IN\\s+A\\s+192\\.0\\.2\\.3")
                .doesNotContain("WARNING");
        assertThat(dig(port, "+short", "www.example.org", "AAAA")).contains("2001:db8::3");
        assertThat(dig(port, "+short", "example.org", "MX")).contains("10 mail.example.org.");
        assertThat(dig(port, "+short", "hello.example.org", "TXT")).contains("Hello, Anonymous");
        assertThat(dig(port, "none.example.org"))
                .contains("status: NXDOMAIN")
                .containsPattern("example\\.org\\.\\s+300\\s+IN\\s+SOA");
        assertThat(dig(port, "example.net")).contains("status: REFUSED");
    }

    @Test
    @Order(2)
    void whatIsTooLargeIsAskedForAgainByAConnection() {
        assumeTrue(
                Program.isInstalled("dig"), "dig is not installed: apt-get install bind9-dnsutils");
        String port = demo.awaitMatch(DATAGRAMS);

        assertThat(dig(port, "+ignore", "+noedns", "large.example.org", "TXT"))
                .contains("flags: qr aa tc;");
        assertThat(dig(demo.awaitMatch(CONNECTIONS), "+tcp", "large.example.org", "TXT"))
                .contains("status: NOERROR")
                .contains("2222222222");
    }

    @Test
    @Order(3)
    void itMovesToAnotherTransportAndComesAndGoesWithItsJar() throws IOException {
        int port = Integer.parseInt(demo.awaitMatch(DATAGRAMS));
        demo.awaitMatch("Demo at (http://\\S+)"); // from here on orders are taken
        assertThat(answer(port)).startsWith("12348500").endsWith("c0000203");

        order("swap", "--transport", "loom");
        assertThat(answer(port)).startsWith("12348500").endsWith("c0000203");

        Files.delete(plugins.resolve("dns.jar"));
        demo.awaitMatch("(plugin dns is out of service)");
        putIn();
        int again = Integer.parseInt(demo.awaitMatch(DATAGRAMS, 2));
        assertThat(answer(again)).startsWith("12348500").endsWith("c0000203");
        assertThat(demo.output()).doesNotContain("WARN").doesNotContain("ERROR");
    }

    private static void order(String... words) {
        Path image = Path.of("..", "distribution", "target", "image").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>();
        command.add(image.resolve("bin").resolve("bogie").toString());
        command.addAll(List.of(words));
        command.add("--control");
        command.add(directory.resolve("orders").resolve("control").toString());
        try (Program bogie = Program.start(directory, Map.of(), command)) {
            assertThat(bogie.status()).as(bogie.output()).isZero();
        }
    }

    private static String answer(int port) throws IOException {
        byte[] question = HexFormat.of().parseHex(QUESTION);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.send(new DatagramPacket(question, question.length, loopback, port));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(answer);
            return HexFormat.of().formatHex(answer.getData(), 0, answer.getLength());
        }
    }
}
