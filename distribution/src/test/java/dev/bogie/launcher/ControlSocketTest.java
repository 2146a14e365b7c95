package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class ControlSocketTest {
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final CountDownLatch goOn = new CountDownLatch(1);
    @TempDir private Path above;
    private Path path;
    private ControlSocket socket;

    /** Notes what it is told. */
    private final class Noting implements Order {
        @Override
        public String name() {
            return "note";
        }

        @Override
        public void run(List<String> arguments, PrintStream out) throws Exception {
            told.addAll(arguments);
            switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
                case "refuse" -> throw new ConfigurationException("it cannot be");
                case "fail" -> throw new IOException("it broke");
                case "be mute" ->
                        throw new IllegalStateException() {
                            @Override
                            public String getMessage() {
                                throw new IllegalStateException("never");
                            }
                        };
                case "wait" -> goOn.await();
                default -> out.println("noted \u00e9");
            }
        }

        @Override
        public void answered() {
            told.add("answered");
        }
    }

    @BeforeEach
    void open() {
        path = above.resolve("own").resolve("control");
        socket = open(new ControlPath(path, true));
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private ControlSocket open(ControlPath at) {
        return ControlSocket.open(at, List.of(new Noting()));
    }

    private ControlSocket reopen(Pace pace, ControlSocket.Accepting accepting) {
        socket.close();
        return ControlSocket.open(
                new ControlPath(path, true), List.of(new Noting()), pace, accepting);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private int tell(String... words) throws FailedException {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return ControlCommand.tell(at(path), List.of(words), out);
    }

    private static Arguments at(Path path) {
        return Arguments.read(new DrainCommand(), List.of("--control", path.toString()));
    }

    @Test
    void anOrderIsCarriedOutAndAnswered() throws Exception {
        assertThat(tell("note", "one", "two")).isZero();

        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("noted \u00e9\n");
        assertThat(told).containsExactly("one", "two", "answered");
    }

    @Test
    void whatIsRefusedIsTheAskersMisuse() {
        assertThatThrownBy(() -> tell("note", "refuse"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("it cannot be");
        assertThat(told).doesNotContain("answered");
    }

    @Test
    void whatFailsIsTheAskersFailure() {
        assertThatThrownBy(() -> tell("note", "fail"))
                .isInstanceOf(FailedException.class)
                .hasMessage("IOException: it broke");
    }

    @Test
    void whatFailsAndFailsToSayWhyIsTheAskersFailureToo() {
        assertThatThrownBy(() -> tell("note", "be mute"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("fails to say why");
    }

    @Test
    void aFileThatIsNotASocketIsLeftAlone() throws IOException {
        Path file = Files.writeString(path.resolveSibling("key"), "precious");

        assertThatThrownBy(() -> open(new ControlPath(file, true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not a socket, and is left alone");
        assertThat(file).hasContent("precious");
    }

    @Test
    void anUnknownOrderIsRefused() {
        assertThatThrownBy(() -> tell("dance")).hasMessage("the server knows no 'dance'");
    }

    @Test
    void anOrderThatIsTooLongIsDroppedAndTheNextOneTaken() throws Exception {
        assertThatThrownBy(() -> tell("note", "x".repeat(5_000)))
                .isInstanceOf(FailedException.class);
        assertThat(tell("note", "y")).isZero();
        assertThat(told).containsExactly("y", "answered");
    }

    @Test
    void withoutAServerTheAskerIsToldWhatToDo() {
        socket.close();

        assertThat(path).doesNotExist();
        assertThatThrownBy(() -> tell("note"))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("no server takes orders at '" + path + "'")
                .hasMessageEndingWith("(start one, or name its socket with --control PATH)");
    }

    @Test
    void itsDirectoryIsItsOwnersAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(path.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx-----x", "rwxrwxrwx"})
    void aDirectoryThatOthersMayEnterIsRefused(String permissions) throws IOException {
        Path open = Files.createDirectory(above.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> open(new ControlPath(open.resolve("control"), true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("others may enter it");
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void aLinkToADirectoryIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(above.resolve("link"), path.getParent());

        assertThatThrownBy(() -> open(new ControlPath(link.resolve("other"), true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is not a directory");
    }

    @Test
    void aPathThatIsTooLongForASocketIsRefused() {
        Path longer = path.resolveSibling("x".repeat(200));

        assertThatThrownBy(() -> open(new ControlPath(longer, true)))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void twoServersDoNotShareOne() throws Exception {
        assertThatThrownBy(() -> open(new ControlPath(path, true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("another server has the control socket '" + path + "'");
        assertThat(tell("note")).isZero();
    }

    @Test
    void whoAskedForNoneGoesWithoutIfItCannotBeHad() throws Exception {
        assertThat(open(new ControlPath(path, false))).isNull();
        assertThat(tell("note")).isZero();
    }

    @Test
    void whatAServerLeftBehindIsReplaced() throws Exception {
        socket.close();
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        assertThat(path).exists();

        socket = open(new ControlPath(path, true));

        assertThat(tell("note")).isZero();
    }

    @Test
    void onlyItsOwnerMayConnect() throws IOException {
        assertThat(Files.getPosixFilePermissions(path))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aServerWithoutRoomForOneMoreIsThereAllTheSame() throws IOException {
        socket.close();
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path), 1);
            List<SocketChannel> waiting = new ArrayList<>();
            try {
                for (boolean room = true; room; ) {
                    SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
                    waiting.add(next);
                    next.configureBlocking(false);
                    room = connects(next);
                }

                assertThatThrownBy(() -> open(new ControlPath(path, true)))
                        .hasMessageStartingWith("another server has the control socket");
                assertThat(path).exists();
            } finally {
                for (SocketChannel channel : waiting) {
                    channel.close();
                }
            }
        }
    }

    private boolean connects(SocketChannel channel) {
        try {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aFailedAcceptIsNotTheLast() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        Pace pace = new Pace(Pace.USUAL.silence(), Pace.USUAL.beat(), Duration.ofMillis(1));

        socket =
                reopen(
                        pace,
                        channel -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IOException("Too many open files");
                            }
                            return channel.accept();
                        });

        assertThat(tell("note", "y")).isZero();
        assertThat(failures).hasNonPositiveValue();
    }

    @Test
    @Timeout(30)
    void whoSaysNothingIsGivenUp() throws IOException {
        Pace pace = new Pace(Duration.ofMillis(20), Pace.USUAL.beat(), Pace.USUAL.pause());
        socket = reopen(pace, ServerSocketChannel::accept);

        try (SocketChannel silent = connect()) {
            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    @Timeout(30)
    void whoIsAtWorkSaysSoAndThenAnswers() throws IOException {
        Pace pace = new Pace(Pace.USUAL.silence(), Duration.ofMillis(10), Pace.USUAL.pause());
        socket = reopen(pace, ServerSocketChannel::accept);

        try (SocketChannel asking = connect()) {
            asking.write(StandardCharsets.UTF_8.encode("note\nwait\n"));
            asking.shutdownOutput();
            InputStream in = Channels.newInputStream(asking);
            assertThat(in.read()).isEqualTo('\n');
            goOn.countDown();

            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).matches("\n*0\n");
        }
    }

    @Test
    void whoeverElseHasTheirSocketThereKeepsIt() throws IOException {
        Files.delete(path);
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            socket.close();
            socket.close();

            assertThat(path).exists();
        }
    }
}
