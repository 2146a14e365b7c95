package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

class ListeningPlaceTest {
    @Test
    void anInheritedSocketIsAtItsOwnHostAndPort() throws IOException {
        try (ServerSocketChannel inherited = ServerSocketChannel.open()) {
            inherited.bind(new InetSocketAddress("127.0.0.1", 0));

            assertThat(ListeningPlace.of(inherited))
                    .isEqualTo(
                            new ListeningPlace(
                                    "127.0.0.1", inherited.socket().getLocalPort(), inherited))
                    .matches(ListeningPlace::isLoopback);
        }
    }

    @Test
    void aSocketWithoutHostAndPortIsRefused(@TempDir Path directory) throws IOException {
        try (ServerSocketChannel inherited =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            inherited.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));

            assertThatThrownBy(() -> ListeningPlace.of(inherited))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("which is no host and port");
        }
    }

    @Test
    void whatDoesNotListenIsRefused() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel inherited = pipe.source();
                Pipe.SinkChannel other = pipe.sink()) {
            assertThat(other.isOpen()).isTrue();
            assertThatThrownBy(() -> ListeningPlace.of(inherited))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the standard input is no socket that listens");
        }
    }
}
