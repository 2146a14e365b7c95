package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.PeerCredentials;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are files, of transports that declare {@link Capability#UNIX_DOMAIN}. What is said
 * of files holds where there are any: a transport that only has the names skips it.
 */
public abstract class UnixDomainContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** Where the sockets are; set by JUnit. */
    @TempDir public Path directory = Path.of("");

    /** For subclasses. */
    protected UnixDomainContract() {}

    /** The others refuse. */
    @BeforeEach
    public void assumeThatItIsDeclared() {
        rig.assume(Capability.UNIX_DOMAIN);
    }

    private Path path() {
        return directory.resolve("s");
    }

    private static ListenTarget target(Path path) {
        return ListenTarget.bind(UnixDomainSocketAddress.of(path));
    }

    private Listener listen() {
        return rig.listen(target(path()), () -> rig.server().echoing());
    }

    private Listener listenAtAFile() {
        Listener listener = listen();
        Assumptions.assumeTrue(Files.exists(path()), "the transport makes no files");
        return listener;
    }

    private void listenFails(Path path, Class<? extends IOException> how, String because) {
        IOException thrown =
                assertThrows(
                        how, () -> rig.engine().listen(target(path), () -> rig.server()).close());
        assertTrue(String.valueOf(thrown.getMessage()).contains(because), thrown::toString);
    }

    private void assertEchoes() {
        RecordingHandler client = rig.client();
        Patience.await(rig.connect(UnixDomainSocketAddress.of(path()), client));
        client.send("x");
        client.seen().awaitText("x");
    }

    /** Bytes go both ways, and the addresses are known by both ends. */
    @Test
    public void aConnectionGoesThroughAPath() {
        Listener listener = listen();
        RecordingHandler client = rig.client();
        Patience.await(rig.connect(listener.address(), client));
        client.send("x");
        client.seen().awaitText("x");
        assertEquals(UnixDomainSocketAddress.of(path()), listener.address());
        assertEquals(
                listener.address(), client.connection().info(Info.REMOTE_ADDRESS).orElseThrow());
    }

    /** A path that no socket can have says so, with the limit. Broken by what the system says. */
    @Test
    public void aPathThatIsTooLongIsAnErrorWithTheLimit() {
        Path tooLong = directory.resolve("a".repeat(200));
        listenFails(tooLong, IOException.class, tooLong.toString().length() + " bytes");
        Throwable refused =
                Patience.awaitFailure(
                        rig.connect(UnixDomainSocketAddress.of(tooLong), rig.client()));
        assertTrue(
                String.valueOf(refused.getMessage()).matches("(?s).*\\b(8|9|10)\\d\\b.*"),
                refused::toString);
    }

    /** Who listens is not pushed aside. Broken by removing whatever file there is. */
    @Test
    public void aPathThatIsListenedOnIsInUse() {
        Listener unused = listen();
        listenFails(path(), BindException.class, "in use");
        assertEchoes();
    }

    /**
     * Nobody listens: refused, with the path or without a file there.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void aPathWhereNobodyListensRefuses() throws IOException {
        leaveBehind();
        for (Path path : List.of(path(), directory.resolve("none"))) {
            RecordingHandler client = rig.client();
            Throwable refused =
                    Patience.awaitFailure(rig.connect(UnixDomainSocketAddress.of(path), client));
            assertEquals(ConnectException.class, refused.getClass());
            assertTrue(
                    String.valueOf(refused.getMessage()).contains(path.toString()),
                    refused::toString);
        }
    }

    /** A socket as a process leaves it that was killed. */
    private void leaveBehind() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path()));
        }
        assertTrue(Files.exists(path()));
    }

    /**
     * After a crash the next server starts. Broken by a bind that finds the file in its way.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void aSocketThatWasLeftBehindIsReplaced() throws IOException {
        leaveBehind();
        Listener unused = listen();
        assertEchoes();
    }

    /**
     * Nobody loses a file by a mistake in a path.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void aFileThatIsNotASocketStays() throws IOException {
        listenAtAFile().close();
        Files.writeString(path(), "dear");
        listenFails(path(), BindException.class, "not a socket");
        assertEquals("dear", Files.readString(path()));
    }

    /** The file goes with its listener, and the engine's end is one too. */
    @Test
    public void theFileIsRemovedWithItsListener() {
        Listener listener = listenAtAFile();
        listener.close();
        assertFalse(Files.exists(path()));

        Listener unused = listen();
        Patience.await(rig.engine().close(Duration.ZERO));
        assertFalse(Files.exists(path()));
    }

    /**
     * What has been put in its place is another's. Broken by removing by name.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void aFileThatHasTakenItsPlaceStays() throws IOException {
        Listener listener = listenAtAFile();
        Files.delete(path());
        Files.writeString(path(), "dear");
        listener.close();
        assertEquals("dear", Files.readString(path()));
    }

    /**
     * A channel that moves takes its file along: the last to have it removes it.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void theFileIsRemovedByWhoeverAdopted() throws IOException {
        Listener listener = listenAtAFile();
        rig.assume(Capability.ADOPT_LISTENER);
        NetworkChannel channel = listener.detach();
        listener.close();
        Engine other = rig.another();
        Listener adopted =
                other.listen(
                        new ListenTarget.Adopt(channel), () -> rig.around(rig.server().echoing()));
        assertEchoes();
        adopted.close();
        assertFalse(Files.exists(path()));
        Patience.await(other.close(Duration.ZERO));
    }

    /**
     * Who adopts a channel does not take what has come to its file's place for that file.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void aFileThatHasTakenItsPlaceStaysWhoeverAdopted() throws IOException {
        Listener listener = listenAtAFile();
        rig.assume(Capability.ADOPT_LISTENER);
        NetworkChannel channel = listener.detach();
        Files.delete(path());
        Files.writeString(path(), "dear");
        Engine other = rig.another();
        other.listen(new ListenTarget.Adopt(channel), () -> rig.around(rig.server().echoing()))
                .close();
        assertEquals("dear", Files.readString(path()));
        Patience.await(other.close(Duration.ZERO));
    }

    /**
     * Unless a setting says otherwise nobody else may connect. Broken by trusting the umask.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void onlyTheOwnerMayConnect() throws IOException {
        Listener unused = listenAtAFile();
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    }

    /**
     * Each end knows who the other is, where the system tells.
     *
     * @throws IOException if the test cannot have its files
     */
    @Test
    public void credentialsOfThePeerAreKnown() throws IOException {
        RecordingHandler server = rig.server();
        Listener unused = rig.listen(target(path()), () -> server);
        RecordingHandler client = rig.client();
        Patience.await(rig.connect(UnixDomainSocketAddress.of(path()), client));
        server.seen().awaitCall(Call.OPENED);
        for (Connection connection : List.of(client.connection(), server.connection())) {
            Optional<PeerCredentials> peer = connection.info(Info.PEER_CREDENTIALS);
            Assumptions.assumeTrue(peer.isPresent(), "the system does not tell");
            assertEquals(Files.getOwner(path()), peer.orElseThrow().user());
        }
    }
}
