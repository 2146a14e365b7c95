package dev.bogie.runtime;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Transports that only keep a record: what was asked of them, in its order, who has which address,
 * and what happens before a step is done.
 */
final class Depot {
    final List<String> steps = new ArrayList<>();
    final Map<String, CompletableFuture<Engine.Drained>> ends = new HashMap<>();
    private final Map<String, Consumer<String>> before = new HashMap<>();
    private final Map<NetworkChannel, SocketAddress> channels = new HashMap<>();
    private final Map<SocketAddress, String> owners = new HashMap<>();
    private final Map<SocketAddress, Supplier<ConnectionHandler>> handlers = new HashMap<>();
    private Consumer<String> always = step -> {};

    /** Has something happen before the step of that name is done; it may throw. */
    Depot before(String step, Runnable action) {
        before.put(step, _ -> action.run());
        return this;
    }

    Depot failing(String step, Throwable failure) {
        return before(step, () -> Depot.<RuntimeException>sneak(failure));
    }

    Depot beforeEach(Consumer<String> action) {
        always = action;
        return this;
    }

    @SuppressWarnings("unchecked") // there is no cast at run time: it lets engines throw anything
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    /** What comes of moving open connections. */
    CompletionStage<Long> moved = CompletableFuture.completedStage(1L);

    private void step(String name) {
        always.accept(name);
        Consumer<String> action = before.getOrDefault(name, _ -> {});
        action.accept(name);
        steps.add(name);
    }

    Transport transport(String name, Capability... more) {
        try {
            Transport transport = Fakes.transport(name);
            when(transport.capabilities())
                    .thenReturn(
                            Set.copyOf(
                                    Stream.concat(Stream.of(Capability.STREAM), Stream.of(more))
                                            .toList()));
            when(transport.start(org.mockito.ArgumentMatchers.any()))
                    .thenAnswer(
                            _ -> {
                                step("start " + name);
                                return new Recorded(name);
                            });
            return transport;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    Transport adopting(String name) {
        return transport(name, Capability.ADOPT_LISTENER);
    }

    Transport moving(String name) {
        return transport(name, Capability.ADOPT_LISTENER, Capability.ADOPT_CONNECTION);
    }

    /** Who listens at an address: an engine, {@code nobody}, or whoever holds the channel. */
    String owner(int port) {
        return owners.getOrDefault(address(port), "nobody");
    }

    ConnectionHandler newHandler(int port) {
        return handlers.get(address(port)).get();
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private final class Recorded implements Engine {
        private final String name;
        private boolean closed;

        Recorded(String name) {
            this.name = name;
        }

        @Override
        public CompletionStage<Long> moveTo(Engine other) {
            step("move " + name + " to " + ((Recorded) other).name);
            return moved;
        }

        private void checkOpen() {
            if (closed) {
                throw new IllegalStateException("engine " + name + " is closed");
            }
        }

        @Override
        public Listener listen(ListenTarget target, Supplier<ConnectionHandler> made) {
            checkOpen();
            SocketAddress address;
            switch (target) {
                case ListenTarget.Bind bind -> {
                    address = bind.address();
                    step("bind " + name + ":" + port(address));
                }
                case ListenTarget.Adopt(NetworkChannel channel) -> {
                    address = channels.get(channel);
                    step("adopt " + name + ":" + port(address));
                    checkOpen();
                    channels.remove(channel);
                }
            }
            owners.put(address, name);
            handlers.put(address, made);
            return new Listening(address);
        }

        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Drained> close(Duration grace) {
            step("close " + name + " " + grace.toSeconds());
            closed = true;
            owners.values().removeIf(name::equals);
            return ends.computeIfAbsent(
                    name, _ -> CompletableFuture.completedFuture(new Drained(1, 0)));
        }

        private final class Listening implements Listener {
            private final SocketAddress address;
            private boolean detached;

            Listening(SocketAddress address) {
                this.address = address;
            }

            @Override
            public SocketAddress address() {
                return address;
            }

            @Override
            public void pause() {}

            @Override
            public void resume() {}

            @Override
            public NetworkChannel detach() {
                step("detach " + name + ":" + port(address));
                if (closed || detached) {
                    throw new IllegalStateException("the listener is closed");
                }
                detached = true;
                NetworkChannel channel = mock(NetworkChannel.class);
                channels.put(channel, address);
                owners.put(address, "channel");
                try {
                    org.mockito.Mockito.doAnswer(_ -> owners.remove(address)).when(channel).close();
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
                return channel;
            }

            @Override
            public void close() {}
        }
    }
}
