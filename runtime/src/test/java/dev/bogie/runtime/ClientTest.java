package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bogie.runtime.Fakes.Caller;
import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.runtime.Fakes.Opened;
import dev.bogie.runtime.Fakes.Wrapping;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class ClientTest {
    private final Engine engine = Fakes.engine();
    private final Transport transport = Fakes.transport("nio", engine);

    @Test
    void aClientConnectsThroughItsTransportAndItsLayers() {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        when(engine.connect(any(), any())).thenReturn(connected);
        Registry registry = Registry.of(transport, new Caller("phone", 0), new Wrapping("l1"));
        ConnectTarget target = ConnectTarget.to("example.org", 80);

        try (Client<Greeter> client =
                Client.builder(Greeter.class).registry(registry).layer("l1").open()) {
            ClientContext context = ((Opened) client.api()).context();
            assertThat(context.connect(target, new Handler("mine")).toCompletableFuture())
                    .isNotDone(); // until the handler above the layer is open
        }
        verify(engine).connect(eq(target), eq(new Handler("l1(Handler[of=mine])CLIENT")));
    }

    @Test
    void closingEndsTheApiFirstAndThenTheEngine() {
        AtomicInteger closed = new AtomicInteger();
        Registry registry = Registry.of(transport, new Closing(closed));

        try (Client<Greeter> client =
                Client.builder(Greeter.class)
                        .registry(registry)
                        .set("runtime.drain-time", "2s")
                        .open()) {
            assertThat(client.transportName()).isEqualTo("nio");
            verify(engine, never()).close(any());
        }

        assertThat(closed).hasValue(1);
        verify(engine).close(Duration.ofSeconds(2));
    }

    @Test
    void withoutAProtocolNothingIsStarted() throws IOException {
        assertThatThrownBy(
                        () -> Client.builder(Greeter.class).registry(Registry.of(transport)).open())
                .isInstanceOf(ConfigurationException.class);
        verify(transport, never()).start(any());
    }

    private record Closing(AtomicInteger closed) implements ClientProtocol<Greeter> {
        @Override
        public String name() {
            return "closing";
        }

        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public Greeter open(ClientContext context) {
            return new Api(closed);
        }
    }

    private record Api(AtomicInteger closed) implements Greeter, AutoCloseable {
        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
