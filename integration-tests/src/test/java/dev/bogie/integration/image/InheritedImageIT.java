package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket that is handed to the server as systemd does it: in the place of the standard
 * input, or as file 3 with two variables. Perl stands in for systemd, as Java hands on no sockets.
 */
class InheritedImageIT {
    private static final Path PERL = Path.of("/usr/bin/perl");

    /** Listens, puts the socket to file ARGV[0] as the one of ARGV[1], and becomes the rest. */
    private static final String HAND_ON =
            """
            use IO::Socket::INET; use POSIX;
            my ($file, $sockets) = splice @ARGV, 0, 2;
            $^F = 10;
            my $socket = IO::Socket::INET->new(Listen => 16, LocalAddr => "127.0.0.1") or die $!;
            POSIX::dup2(fileno($socket), $file) or die $!;
            if ($file == 3) { $ENV{LISTEN_FDS} = $sockets; $ENV{LISTEN_PID} = $$; }
            exec @ARGV;
            """;

    @TempDir private Path directory;

    @BeforeAll
    static void perl() {
        assumeTrue(Files.isExecutable(PERL), "there is no perl to hand a socket on");
    }

    @BeforeEach
    void page() throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
    }

    @ParameterizedTest
    @CsvSource({"0, nio", "0, loom", "3, nio"})
    void itServesAtTheSocketThatItIsGivenAndDrains(int file, String transport) throws IOException {
        try (Launched server = serve(file, 1, "--transport", transport)) {
            assertThat(Launched.page(server.url())).isEqualTo("hello");

            assertThat(server.terminate().status()).as(server.errors()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }

    /** Java closes the standard streams with the socket: nothing can be said then. */
    @Test
    void itsStatusTellsOfADrainThatWasCutShort() throws IOException {
        try (Launched server = serve(0, 1, "--set", "runtime.drain-time=100ms");
                Socket stuck = new Socket("127.0.0.1", URI.create(server.url()).getPort())) {
            stuck.getOutputStream()
                    .write(
                            ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                                            + "Expect: 100-continue\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(stuck.getInputStream().read()).isEqualTo('H');

            assertThat(server.terminate().status()).isEqualTo(1);
        }
    }

    @Test
    void withoutASocketItIsRefused() {
        try (Launched server = Launched.minimal("serve", directory.toString(), "--inherited")) {
            server.wasRefused("--inherited: the standard input is no socket that listens");
        }
    }

    @Test
    void ofSeveralSocketsNoneIsChosen() {
        try (Launched server = serve(3, 2)) {
            server.wasRefused("2 sockets were passed on; one can be served");
        }
    }

    private Launched serve(int file, int sockets, String... options) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("-e", HAND_ON, String.valueOf(file), String.valueOf(sockets)));
        words.add(Launched.launcher(Launched.IMAGE).toString());
        words.addAll(List.of("serve", directory.toString(), "--inherited"));
        words.addAll(List.of(options));
        return Launched.start(PERL, words.toArray(String[]::new));
    }
}
