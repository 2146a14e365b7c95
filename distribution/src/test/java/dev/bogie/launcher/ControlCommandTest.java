package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;

/** What the command does with whoever answers in the place of a server. */
class ControlCommandTest {
    private static final String STRANGER = "4242424"; // a number that no system gives

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    @TempDir private Path above;
    private Path path;
    private ServerSocketChannel fake;

    @BeforeEach
    void listen() throws IOException {
        Path own =
                Files.createDirectory(
                        above.resolve("own"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        path = own.resolve("control");
        fake = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        fake.bind(UnixDomainSocketAddress.of(path));
    }

    @AfterEach
    void close() throws IOException {
        fake.close();
    }

    private int tell(Path at, Pace pace) throws FailedException {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return ControlCommand.tell(new ControlPath(at, true), List.of("drain"), out, pace);
    }

    private int tell() throws FailedException {
        return tell(path, Pace.USUAL);
    }

    /** Has the fake answer the next who connects, with as much as they take. */
    private void answer(String text, int times) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (SocketChannel client = fake.accept()) {
                                for (int i = 0; i < times; i++) {
                                    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                                    while (bytes.hasRemaining()) {
                                        client.write(bytes);
                                    }
                                }
                                while (client.read(ByteBuffer.allocate(64)) >= 0) {}
                            } catch (IOException e) {
                                // The client has had enough.
                            }
                        });
    }

    private void nobodyHasConnected() throws IOException {
        fake.configureBlocking(false);
        assertThat(fake.accept()).isNull();
    }

    @Test
    void whatIsShownMovesNoCursor() throws Exception {
        answer("0\nfine\u001b[2J\r\u009b \u202e\u00e9\nnext\n", 1);

        assertThat(tell()).isZero();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("fine\\u001b[2J\\r\\u009b \\u202e\u00e9\nnext\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "\u001b"})
    void whatIsReportedMovesNoCursorEither(String status) {
        answer(status + "\nbad\u001b[2J\n", 1);

        assertThatThrownBy(this::tell).hasMessage("bad\\u001b[2J");
    }

    @Test
    void emptyLinesBeforeTheAnswerSayThatTheServerIsAtWork() throws Exception {
        answer("\n\n\n0\nfine\n", 1);

        assertThat(tell()).isZero();
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("fine\n");
    }

    @Test
    void anAnswerHasAnEnd() {
        answer("0\n" + "x".repeat(10_000), Integer.MAX_VALUE);

        assertThatThrownBy(this::tell)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("it said more than 1048576 bytes");
        assertThat(shown.size()).isZero();
    }

    @Test
    @Timeout(30)
    void whoSaysNothingIsGivenUp() {
        Pace pace = new Pace(Duration.ofMillis(20), Pace.USUAL.beat(), Pace.USUAL.pause());

        assertThatThrownBy(() -> tell(path, pace))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("the server at '" + path + "' said nothing for ");
    }

    @Test
    void whoEndsWithoutAnAnswerIsToldOf() {
        answer("0", 1);

        assertThatThrownBy(this::tell).hasMessageStartingWith("the server ended without an answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx-w----", "rwx----w-", "rwxrwxrwx"})
    void nothingIsSaidWhereOthersMayWrite(String permissions) throws IOException {
        Files.setPosixFilePermissions(
                path.getParent(), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(this::tell)
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("nothing is said to '" + path + "', where")
                .hasMessageContaining("may be written to by others; 'chmod 700' it if it is yours");
        nobodyHasConnected();
    }

    @Test
    void nothingIsSaidInADirectoryOfAnother() throws IOException {
        UserPrincipal stranger =
                path.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(STRANGER);

        assertThatThrownBy(() -> new ControlPath(path, true).checkServer(stranger))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("' belongs to " + ControlPath.thisUser().getName());
    }

    @Test
    void nothingIsSaidByWayOfALink() throws IOException {
        Path link = Files.createSymbolicLink(above.resolve("link"), path.getParent());

        assertThatThrownBy(() -> tell(link.resolve("control"), Pace.USUAL))
                .hasMessageContaining("' is not a directory");
        nobodyHasConnected();
    }

    @Test
    void rootMayNameAServerOfAnybody() throws Exception {
        assumeRoot();
        Files.setAttribute(path.getParent(), "unix:uid", Integer.valueOf(STRANGER));
        Files.setAttribute(path, "unix:uid", Integer.valueOf(STRANGER));

        new ControlPath(path, true).checkServer(ControlPath.thisUser());
        assertThatThrownBy(() -> new ControlPath(path, false).checkServer(ControlPath.thisUser()))
                .hasMessageContaining("' belongs to " + STRANGER);
    }

    @Test
    void nothingIsSaidToASocketOfAnother() throws Exception {
        assumeRoot();
        Files.setAttribute(path, "unix:uid", Integer.valueOf(STRANGER));

        assertThatThrownBy(this::tell)
                .hasMessageContaining("belongs to another user than the socket");
        nobodyHasConnected();
    }

    private static void assumeRoot() throws IOException {
        assumeTrue(
                ControlPath.thisUser().getName().equals("root"),
                "only root can give files to others");
    }
}
