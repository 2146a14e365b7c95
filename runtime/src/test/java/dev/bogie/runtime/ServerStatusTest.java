package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Listener;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

class ServerStatusTest {
    private static final Setting<Long> PORT = Setting.count("irc.port", 6667, 0, 65_535, "a port");
    private static final Setting<Long> LINE = Setting.count("irc.line", 512, 1, 9_000, "a line");
    private static final Greeter APPLICATION = new Greeter() {};

    /** A protocol with a port of its own. */
    private record Irc(List<Setting<?>> settings) implements ConnectionProtocol<Greeter> {
        @Override
        public String name() {
            return "irc";
        }

        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public OptionalInt port(Settings settings) {
            return OptionalInt.of(Math.toIntExact(settings.get(PORT)));
        }

        @Override
        public ConnectionHandler serve(Greeter application, ProtocolContext context) {
            return new Handler("irc");
        }
    }

    @Test
    void aPortThatIsInUseIsToldWithTheSettingUntilItCanBeHad() throws IOException {
        Engine engine = Fakes.engine();
        Registry registry =
                Registry.of(Fakes.transport("nio", engine), new Irc(List.of(PORT, LINE)));
        Listener listener = mock(Listener.class);
        when(listener.address()).thenReturn(new InetSocketAddress("127.0.0.1", 6667));
        when(engine.listen(any(), any()))
                .thenThrow(new BindException("Address already in use"))
                .thenReturn(listener);
        Server server = Server.builder().registry(registry).start();
        server.offer(Greeter.class, APPLICATION);

        assertThat(ServerStatus.of(server).refused())
                .containsOnlyKeys("irc")
                .hasEntrySatisfying(
                        "irc",
                        why ->
                                assertThat(why)
                                        .startsWith("cannot listen on 127.0.0.1:6667: ")
                                        .endsWith("; the setting of its port is irc.port"));

        registry.put("plugin", List.of(Fakes.Wire.named("other")));
        assertThat(ServerStatus.of(server).refused()).isEmpty();
    }

    @Test
    void aPortThatNoSettingHasIsToldWithout() throws IOException {
        Engine engine = Fakes.engine();
        Registry registry = Registry.of(Fakes.transport("nio", engine), new Irc(List.of(LINE)));
        when(engine.listen(any(), any())).thenThrow(new BindException("Address already in use"));
        Server server = Server.builder().registry(registry).start();
        server.offer(Greeter.class, APPLICATION);

        assertThat(ServerStatus.of(server).refused().get("irc")).doesNotContain("setting");
    }

    @Test
    void whatASwapLeftIsDrainingUntilItHasEnded() {
        Depot depot = new Depot();
        CompletableFuture<Drained> end = new CompletableFuture<>();
        depot.ends.put("a", end);
        Registry registry = Registry.of(depot.adopting("a"), depot.adopting("b"));
        Server server = Server.builder().registry(registry).transport("a").start();
        assertThat(ServerStatus.of(server).draining()).isEmpty();

        server.swap("b", Duration.ofSeconds(9));
        assertThat(ServerStatus.of(server).draining())
                .containsExactly(new ServerStatus.Draining("a", Duration.ofSeconds(9)));

        end.complete(new Drained(1, 0));
        assertThat(ServerStatus.of(server).draining()).isEmpty();
    }
}
