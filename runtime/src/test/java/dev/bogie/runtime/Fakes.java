package dev.bogie.runtime;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Providers for the tests of this package. */
final class Fakes {
    private Fakes() {}

    /** An application contract. */
    interface Greeter {}

    /** Another. */
    interface Counter {}

    /** A kind of protocol that this module does not know. */
    interface InnerProtocol<A> extends Protocol<A> {}

    record Inner(String name, Class<Greeter> contract) implements InnerProtocol<Greeter> {}

    /** A protocol that can be described in a row of a table. */
    record Wire(String name, int priority, Set<String> alpn, boolean speaksFirst, int sniffLimit)
            implements ConnectionProtocol<Greeter> {
        static Wire named(String name) {
            return new Wire(name, 0, Set.of(), false, 0);
        }

        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public ConnectionHandler serve(Greeter application, ProtocolContext context) {
            return new Handler(name);
        }
    }

    record Caller(String name, int priority) implements ClientProtocol<Greeter> {
        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public Greeter open(ClientContext context) {
            return new Opened(name, context);
        }
    }

    record Opened(String protocol, ClientContext context) implements Greeter {}

    /** A handler that only says whose it is. */
    record Handler(String of) implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void received(ByteBuffer in) {}
    }

    record Wrapping(String name) implements Layer {
        @Override
        public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
            return new Handler(name + "(" + above + ")" + context.side());
        }
    }

    /** A transport that is available and whose engine is the given one. */
    static Transport transport(String name, Engine engine, Setting<?>... settings) {
        try {
            Transport transport = mock(Transport.class);
            when(transport.name()).thenReturn(name);
            when(transport.capabilities()).thenReturn(Set.of(Capability.STREAM));
            when(transport.availability(any())).thenReturn(Availability.available());
            when(transport.settings()).thenReturn(List.of(settings));
            when(transport.start(any())).thenReturn(engine);
            return transport;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A transport with an engine that does nothing. */
    static Transport transport(String name) {
        return transport(name, engine());
    }

    static Transport unavailable(String name, String why, String cure) {
        Transport transport = transport(name);
        when(transport.availability(any())).thenReturn(Availability.unavailable(why, cure));
        when(transport.priority()).thenReturn(100);
        return transport;
    }

    static Engine engine() {
        Engine engine = mock(Engine.class);
        when(engine.close(any()))
                .thenReturn(CompletableFuture.completedFuture(new Engine.Drained(2, 1)));
        return engine;
    }
}
