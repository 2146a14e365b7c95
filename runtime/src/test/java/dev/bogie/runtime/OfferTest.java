package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class OfferTest {
    private static final Greeter APPLICATION = new Greeter() {};
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 7007);

    private final Engine engine = Fakes.engine();
    private final CountDownLatch again = new CountDownLatch(1);
    private final Listener first = mock(Listener.class);
    private final Listener second = mock(Listener.class);
    private final Registry registry = Registry.of(Fakes.transport("nio", engine));
    private final Server server = Server.builder().registry(registry).start();

    /** A protocol with a port of its own. */
    private record Ported(String name) implements ConnectionProtocol<Greeter> {
        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public OptionalInt port(Settings settings) {
            return OptionalInt.of(ADDRESS.getPort());
        }

        @Override
        public ConnectionHandler serve(Greeter application, ProtocolContext context) {
            return new Handler(name);
        }
    }

    /** A protocol that cannot say its port. */
    private record Portless(String name) implements ConnectionProtocol<Greeter> {
        @Override
        public Class<Greeter> contract() {
            return Greeter.class;
        }

        @Override
        public OptionalInt port(Settings settings) {
            throw new IllegalStateException("no number");
        }

        @Override
        public ConnectionHandler serve(Greeter application, ProtocolContext context) {
            return new Handler(name);
        }
    }

    /** The address can be had once, and again a moment after it was given up. */
    @BeforeEach
    void oneAddress() throws IOException {
        when(first.address()).thenReturn(ADDRESS);
        when(second.address()).thenReturn(ADDRESS);
        when(engine.schedule(anyLong(), any()))
                .thenAnswer(
                        call -> {
                            call.getArgument(1, Runnable.class).run();
                            return mock(Engine.Timer.class);
                        });
        when(engine.listen(any(), any()))
                .thenReturn(first)
                .thenThrow(new BindException("Address already in use"))
                .thenThrow(new BindException("Address already in use"))
                .thenAnswer(
                        _ -> {
                            again.countDown();
                            return second;
                        });
    }

    @Test
    void whatIsTakenBackIsServedNoMoreWhoeverComes() throws IOException {
        Offer offer = server.offer(Greeter.class, APPLICATION);
        registry.put("plugin", List.of(new Ported("one")));
        assertThat(server.addresses()).containsExactly(ADDRESS);

        offer.withdraw();
        offer.withdraw();

        verify(first).close();
        registry.put("plugin", List.of(new Ported("other")));
        assertThat(server.addresses()).isEmpty();
        verify(engine, times(1)).listen(any(), any());
    }

    @Test
    void aProtocolThatFailsToSayItsPortHurtsNoOther() {
        Offer offer = server.offer(Greeter.class, APPLICATION);
        registry.put("bad", List.of(new Portless("bad")));
        registry.put("plugin", List.of(new Ported("one")));

        assertThat(server.addresses()).containsExactly(ADDRESS);
        assertThat(ServerStatus.of(server).refused())
                .hasEntrySatisfying("bad", why -> assertThat(why).contains("no number"));
        registry.remove("bad");
        assertThat(ServerStatus.of(server).refused()).isEmpty();
        offer.withdraw();
    }

    @Test
    void anotherOfferGetsThePortThatWasRefusedToIt() throws InterruptedException {
        registry.put("plugin", List.of(new Ported("one")));
        Offer old = server.offer(Greeter.class, APPLICATION);
        Offer fresh = server.offer(Greeter.class, APPLICATION);
        assertThat(ServerStatus.of(server).refused()).containsOnlyKeys("one");

        old.withdraw();

        assertThat(again.await(Patience.limit().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(ServerStatus.of(server).refused()).isEmpty(); // waits until it is done
        assertThat(server.addresses()).containsExactly(ADDRESS);
        verify(first).close();

        fresh.withdraw();
        verify(second).close();
        assertThat(server.addresses()).isEmpty();
    }

    @Test
    void whoCouldNotBeListenedForIsNotRefusedAnyMoreWhenTheOfferIsGone() {
        registry.put("plugin", List.of(new Ported("one")));
        Offer served = server.offer(Greeter.class, APPLICATION);
        Offer refused = server.offer(Greeter.class, APPLICATION);

        refused.withdraw();

        assertThat(ServerStatus.of(server).refused()).isEmpty();
        assertThat(server.addresses()).containsExactly(ADDRESS);
        served.withdraw();
        assertThat(server.addresses()).isEmpty();
    }

    @Test
    void aClosedServerTakesNoOfferAndGivesOneBackInPeace() {
        Offer offer = server.offer(Greeter.class, APPLICATION);
        server.close();

        offer.withdraw();

        assertThatThrownBy(() -> server.offer(Greeter.class, APPLICATION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the server is closed");
    }
}
