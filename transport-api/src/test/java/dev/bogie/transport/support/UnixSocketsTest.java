package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.PeerCredentials;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class UnixSocketsTest {
    private static final UnixSockets SOCKETS = UnixSockets.of(Settings.defaults());

    @TempDir Path directory;

    private UnixDomainSocketAddress address(String name) {
        return UnixDomainSocketAddress.of(directory.resolve(name));
    }

    /** A path of so many bytes. */
    private UnixDomainSocketAddress addressOf(int length) {
        return address("a".repeat(length - directory.toString().length() - 1));
    }

    @Test
    void theLongestPathIsTheSystems() throws IOException {
        SOCKETS.listen(addressOf(UnixSockets.LONGEST_PATH), 1).close();

        assertThatThrownBy(() -> SOCKETS.listen(addressOf(UnixSockets.LONGEST_PATH + 1), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(UnixSockets.LONGEST_PATH + 1 + " bytes")
                .hasMessageContaining("may have " + UnixSockets.LONGEST_PATH);
    }

    @ParameterizedTest
    @CsvSource({"owner, rw-------", "group, rw-rw----", "all, rw-rw-rw-"})
    void accessIsAsSet(String access, String permissions) throws IOException {
        Settings settings = Settings.defaults().with(UnixSockets.ACCESS, access);
        try (ServerSocketChannel _ = UnixSockets.of(settings).listen(address("s"), 1)) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(directory.resolve("s"))))
                    .isEqualTo(permissions);
        }
    }

    /** Between the file and its mode is an instant in which the umask decides. */
    @ParameterizedTest
    @CsvSource({"owner, true", "group, true", "all, false"})
    void whoCameWhileTheUmaskLetThemInIsTurnedAway(String access, boolean turnedAway)
            throws IOException {
        Path path = directory.resolve("s");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(address("s"));
            channel.configureBlocking(false);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            SocketChannel early = SocketChannel.open(address("s"));
            new UnixSockets(access).restrict(channel, path);

            try (SocketChannel accepted = channel.accept()) {
                assertThat(accepted == null).isEqualTo(turnedAway);
            }
            assertThat(early.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            early.close();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SOCKETS.listen(address("none/s"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on " + directory.resolve("none/s"));
    }

    @Test
    void aSymbolicLinkIsNotASocket() throws IOException {
        Files.createSymbolicLink(directory.resolve("s"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> SOCKETS.listen(address("s"), 1))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("not a socket");
        assertThat(directory.resolve("s")).isSymbolicLink();
    }

    @Test
    void whoseBacklogIsFullStillListens() throws IOException {
        try (ServerSocketChannel full = SOCKETS.listen(address("s"), 1)) {
            StreamSockets.Begun begun = StreamSockets.Begun.CONNECTED;
            for (int i = 0; i < 16 && begun == StreamSockets.Begun.CONNECTED; i++) {
                begun = StreamSockets.connect(SOCKETS.open(), full.getLocalAddress());
            }

            assertThat(begun).isEqualTo(StreamSockets.Begun.BUSY);
            assertThatThrownBy(() -> SOCKETS.listen(address("s"), 1))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void thePeerIsKnownByItsCredentials() throws IOException {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.net").isPresent()
                        && System.getProperty("os.name").startsWith("Linux"),
                "nobody tells");
        try (ServerSocketChannel _ = SOCKETS.listen(address("s"), 1)) {
            SocketChannel client = SocketChannel.open(address("s"));
            PeerCredentials peer = UnixSockets.credentials(client).orElseThrow();
            client.close();

            assertThat(peer.user()).isEqualTo(Files.getOwner(directory.resolve("s")));
            assertThat(UnixSockets.credentials(client)).isEmpty();
        }
    }

    @Test
    void nobodyConnectsFromAPathOfTheirOwn() {
        ConnectTarget target =
                new ConnectTarget(address("s"), address("mine"), ConnectTarget.TIMEOUT);

        assertThatThrownBy(() -> StreamSockets.requireConnectable(target.remote(), target.local()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("UNIX_DOMAIN");
    }
}
