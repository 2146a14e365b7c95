package dev.bogie.transport.loom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

class LoomListenerTest {
    private final BlockingQueue<Scribe> accepted = new LinkedBlockingQueue<>();
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    private ConnectionHandler handler() {
        Scribe scribe = new Scribe();
        accepted.add(scribe);
        return scribe;
    }

    @Test
    void aSecondListenerOnAPortIsRefused() throws Exception {
        Listener listener = rig.listen(this::handler);
        assertThatThrownBy(
                        () ->
                                rig.engine.listen(
                                        ListenTarget.bind(listener.address()), this::handler))
                .isInstanceOf(BindException.class);
    }

    @Test
    void aPausedListenerLeavesNewcomersToTheBacklogUntilItResumes() throws Exception {
        Listener listener = rig.listen(this::handler);
        try (Socket _ = Rig.connect(listener)) {
            Limit.take(accepted);
            listener.pause();
            listener.pause();
            // One that is being accepted may slip through; after it none.
            try (Socket _ = Rig.connect(listener);
                    Socket _ = Rig.connect(listener)) {
                listener.resume();
                Limit.take(accepted);
                Limit.take(accepted);
            }
        }
    }

    @Test
    void aSupplierThatThrowsCostsItsConnectionOnly() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            if (calls.getAndIncrement() == 0) {
                                throw new IllegalStateException("no handler");
                            }
                            return handler();
                        });
        assertThatThrownBy(
                        () -> {
                            try (Socket first = Rig.connect(listener)) {
                                first.getInputStream().read();
                            }
                        })
                .isInstanceOf(IOException.class);
        try (Socket _ = Rig.connect(listener)) {
            Limit.take(accepted);
        }
    }

    @Test
    void aDetachedChannelGoesOnListeningAndIsFreeForOthers() throws Exception {
        Listener listener = rig.listen(this::handler);
        ServerSocketChannel channel = (ServerSocketChannel) listener.detach();
        try (channel;
                Socket _ = Rig.connect(listener)) {
            assertThat(channel.isRegistered()).isFalse();
            channel.configureBlocking(true);
            try (SocketChannel peer = channel.accept()) {
                assertThat(peer.isConnected()).isTrue();
            }
        }
        assertThat(accepted).isEmpty();
        assertThatThrownBy(listener::detach).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAdoptedChannelIsAcceptedFromWithItsBacklog() throws Exception {
        Listener old = rig.listen(this::handler);
        old.pause();
        ServerSocketChannel channel = (ServerSocketChannel) old.detach();
        try (Socket _ = Rig.connect(old)) {
            Rig next = new Rig();
            Listener listener = next.engine.listen(new ListenTarget.Adopt(channel), this::handler);
            assertThat(listener.address()).isEqualTo(old.address());
            Limit.take(accepted);
            next.stop();
        }
    }

    @Test
    void aClosedListenerRefusesNewcomersAndKeepsItsConnections() throws Exception {
        Listener listener = rig.listen(this::handler);
        try (Socket peer = Rig.connect(listener)) {
            Scribe scribe = Limit.take(accepted);
            listener.close();
            listener.close();
            Limit.until(() -> isRefused(listener));
            peer.getOutputStream().write('x');
            assertThat(Limit.take(scribe.events)).isEqualTo("x");
        }
    }

    private static boolean isRefused(Listener listener) {
        try (Socket _ = Rig.connect(listener)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
