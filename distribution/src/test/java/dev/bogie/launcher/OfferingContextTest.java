package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

class OfferingContextTest {
    private final Registry registry = Registry.installed();

    /** A protocol with a port of its own, whichever the system chooses. */
    private static final class Ported implements ConnectionProtocol<Runnable> {
        @Override
        public String name() {
            return "ported";
        }

        @Override
        public Class<Runnable> contract() {
            return Runnable.class;
        }

        @Override
        public OptionalInt port(Settings settings) {
            return OptionalInt.of(0);
        }

        @Override
        public ConnectionHandler serve(Runnable application, ProtocolContext context) {
            return new ConnectionHandler() {
                @Override
                public void opened(Connection connection) {
                    connection.close();
                }

                @Override
                public void received(ByteBuffer in) {}
            };
        }
    }

    @Test
    void whatItHasOfferedIsServedUntilItIsOutOfService() {
        registry.put("test", List.of(new Ported()));
        try (Server server = Server.builder().registry(registry).host("127.0.0.1").start()) {
            OfferingContext context = new OfferingContext(server);
            context.offer(Runnable.class, () -> {});
            assertThat(server.addresses()).hasSize(1);

            context.end();

            assertThat(server.addresses()).isEmpty();
        }
    }

    @Test
    void whoIsOutOfServiceOffersNothingMore() {
        registry.put("test", List.of(new Ported()));
        try (Server server = Server.builder().registry(registry).host("127.0.0.1").start()) {
            OfferingContext context = new OfferingContext(server);
            context.end();
            context.end();

            assertThatThrownBy(() -> context.offer(Runnable.class, () -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the application has been taken out of service");
            assertThat(server.addresses()).isEmpty();
        }
    }
}
