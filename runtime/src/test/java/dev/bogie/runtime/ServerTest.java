package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.runtime.Fakes.Wrapping;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.Sniffer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

class ServerTest {
    private static final Setting<Long> LOOPS = Setting.count("nio.loops", 2, 1, 64, "event loops");
    private static final Greeter APPLICATION = new Greeter() {};

    private final Engine engine = Fakes.engine();
    private final Listener listener = mock(Listener.class);
    private final Transport transport = Fakes.transport("nio", engine, LOOPS);
    private final Registry registry =
            Registry.of(transport, Wire.named("plain"), new Wrapping("l1"), new Wrapping("l2"));

    @BeforeEach
    void listening() throws IOException {
        when(listener.address()).thenReturn(new InetSocketAddress("127.0.0.1", 4711));
        when(engine.listen(any(), any())).thenReturn(listener);
    }

    @Test
    void itListensOnTheHostThatWasSetInWhateverOrder() throws IOException {
        try (Server server =
                builder().listen(0, Greeter.class, APPLICATION).host("127.0.0.2").start()) {
            assertThat(server.address().getPort()).isEqualTo(4711);
            assertThat(server.addresses()).hasSize(1);
            assertThat(server.transportName()).isEqualTo("nio");
        }
        verify(engine).listen(eq(ListenTarget.bind(new InetSocketAddress("127.0.0.2", 0))), any());
    }

    @Test
    void itIsReachableFromThisMachineOnlyUnlessToldOtherwise() throws IOException {
        builder().listen(80, Greeter.class, APPLICATION).start();

        verify(engine).listen(eq(ListenTarget.bind(new InetSocketAddress("127.0.0.1", 80))), any());
    }

    @Test
    void aChannelThatListensAlreadyIsTakenOver() throws IOException {
        NetworkChannel inherited = mock(NetworkChannel.class);
        try (Server server = builder().start()) {
            assertThat(server.adopt(inherited, Greeter.class, APPLICATION))
                    .isEqualTo(listener.address());
            assertThat(server.addresses()).containsExactly(listener.address());
        }
        verify(engine).listen(eq(new ListenTarget.Adopt(inherited)), any());
        assertThat(newHandler()).isEqualTo(new Handler("plain"));
    }

    @Test
    void aChannelThatTheTransportDoesNotTakeIsAnErrorAndStaysTheCallers() throws IOException {
        NetworkChannel inherited = mock(NetworkChannel.class);
        when(engine.listen(eq(new ListenTarget.Adopt(inherited)), any()))
                .thenThrow(new UnsupportedOperationException("nio has no channels"));
        try (Server server = builder().start()) {
            assertThatThrownBy(() -> server.adopt(inherited, Greeter.class, APPLICATION))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageEndingWith(": nio has no channels");
            assertThat(server.addresses()).isEmpty();
        }
        verify(inherited, never()).close();
    }

    @Test
    void aConnectionGetsTheHandlerOfTheProtocol() throws IOException {
        builder().listen(0, Greeter.class, APPLICATION).start();

        assertThat(newHandler()).isEqualTo(new Handler("plain"));
    }

    @Test
    void handlersOfOnesOwnNeedNoProtocolAndStandAboveTheLayers() throws IOException {
        registry.remove(Registry.GIVEN);
        registry.put("bare", List.of(transport, new Wrapping("l1")));
        builder().layer("l1").listen(0, () -> new Handler("own")).start();

        assertThat(newHandler()).hasToString("Handler[of=l1(Handler[of=own])SERVER]");
    }

    @Test
    void layersWrapTheProtocolTheFirstNextToTheTransport() throws IOException {
        builder().layer("l1").layer("l2").listen(0, Greeter.class, APPLICATION).start();

        assertThat(newHandler())
                .hasToString("Handler[of=l1(Handler[of=l2(Handler[of=plain])SERVER])SERVER]");
    }

    @Test
    void newConnectionsFollowTheRegistry() throws IOException {
        builder().listen(0, Greeter.class, APPLICATION).start();

        registry.put("plugin", List.of(new Wire("fancy", 1, Set.of(), false, 8)));
        assertThat(newHandler()).isInstanceOf(Sniffer.class);

        registry.remove("plugin");
        assertThat(newHandler()).isEqualTo(new Handler("plain"));
    }

    @Test
    void settingsReachTheTransport() throws IOException {
        builder().set("nio.loops", "7").start();

        ArgumentCaptor<TransportContext> context = ArgumentCaptor.forClass(TransportContext.class);
        verify(transport).start(context.capture());
        assertThat(context.getValue().settings().get(LOOPS)).isEqualTo(7);
    }

    @Test
    void anUnknownSettingIsAnErrorBeforeAnythingStarts() throws IOException {
        assertThatThrownBy(() -> builder().set("nio.lops", "7").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean 'nio.loops'?");
        verify(transport, never()).start(any());
    }

    @Test
    void aSettingOutOfRangeIsRefusedWhereItIsSet() {
        assertThatThrownBy(() -> builder().set(LOOPS, 65L))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownTransportOrLayerIsAnErrorBeforeAnythingStarts() throws IOException {
        assertThatThrownBy(() -> builder().transport("noi").start())
                .hasMessageContaining("did you mean 'nio'?");
        assertThatThrownBy(() -> builder().layer("l3").start())
                .hasMessage("there is no layer 'l3'; did you mean 'l1'?; installed: l1, l2");
        verify(transport, never()).start(any());
    }

    @Test
    void anAddressInUseIsAnErrorInOneLineAndNothingIsLeftRunning() throws IOException {
        when(engine.listen(any(), any()))
                .thenReturn(listener)
                .thenThrow(new BindException("Address already in use"));

        assertThatThrownBy(
                        () ->
                                builder()
                                        .listen(8080, Greeter.class, APPLICATION)
                                        .listen(8081, Greeter.class, APPLICATION)
                                        .start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "cannot listen on 127.0.0.1:8081: the address is in use; choose another"
                                + " port (0 for any that is free), or end what listens there");
        verify(engine).close(Duration.ZERO);
    }

    @Test
    void anAddressThatIsRefusedForAnotherReasonSaysWhich() throws IOException {
        when(engine.listen(any(), any())).thenThrow(new BindException("Permission denied"));

        assertThatThrownBy(() -> builder().listen(80, Greeter.class, APPLICATION).start())
                .hasMessage(
                        "cannot listen on 127.0.0.1:80: this user may not have that port; choose"
                                + " one from 1024, or have the system allow it");
    }

    @Test
    void aPathThatIsRefusedSaysWhatIsToBeDoneAboutPaths() {
        SocketAddress path = UnixDomainSocketAddress.of("/run/site.socket");

        assertThat(refused(path, "Permission denied"))
                .isEqualTo(
                        "cannot listen on /run/site.socket: this user may not make a file there;"
                                + " choose another directory, or have its permissions changed");
        assertThat(refused(path, "Address already in use"))
                .isEqualTo(
                        "cannot listen on /run/site.socket: the address is in use; choose another"
                                + " path, or end what listens there");
    }

    private static String refused(SocketAddress address, String why) {
        return BoundAddress.refused(address, "cannot listen on", new BindException(why))
                .getMessage();
    }

    @Test
    void anAddressOfAnotherMachineIsAnErrorThatSaysWhatToChoose() throws IOException {
        when(engine.listen(any(), any()))
                .thenThrow(new BindException("Cannot assign requested address"));

        assertThatThrownBy(
                        () -> builder().host("::9").listen(80, Greeter.class, APPLICATION).start())
                .hasMessage(
                        "cannot listen on [::9]:80: this machine does not have that address; choose"
                                + " one of its own, or 0.0.0.0 for all of them");
    }

    @Test
    void aPortThatCannotBeIsAnError() {
        assertThatThrownBy(() -> builder().listen(65_536, Greeter.class, APPLICATION).start())
                .hasMessage("port 65536 does not exist: ports are 0 to 65535");
    }

    @Test
    void aContractThatNothingServesLeavesNothingRunning() {
        assertThatThrownBy(() -> builder().listen(0, Runnable.class, () -> {}).start())
                .isInstanceOf(ConfigurationException.class);
        verify(engine).close(Duration.ZERO);
    }

    @Test
    void aTransportThatDoesNotStartIsNamed() throws IOException {
        when(transport.start(any())).thenThrow(new IOException("too many open files"));

        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("transport 'nio' of ")
                .hasMessageEndingWith("does not start: IOException: too many open files");
    }

    @Test
    void closingGivesConnectionsTheTimeOfTheSetting() {
        builder().set("runtime.drain-time", "3s").start().close();

        verify(engine).close(Duration.ofSeconds(3));
    }

    @Test
    void drainingSaysHowConnectionsEnded() {
        assertThat(builder().start().drain(Duration.ofSeconds(1)).toCompletableFuture().join())
                .isEqualTo(new Engine.Drained(2, 1));
    }

    private Server.Builder builder() {
        return Server.builder().registry(registry);
    }

    private ConnectionHandler newHandler() throws IOException {
        @SuppressWarnings("unchecked") // the captor of a generic type
        ArgumentCaptor<Supplier<ConnectionHandler>> handlers =
                ArgumentCaptor.forClass(Supplier.class);
        verify(engine).listen(any(), handlers.capture());
        return handlers.getValue().get();
    }
}
