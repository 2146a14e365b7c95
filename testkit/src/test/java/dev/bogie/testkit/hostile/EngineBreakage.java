package dev.bogie.testkit.hostile;

import dev.bogie.testkit.Patience;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Engine.Timer;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.support.PassingHandler;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One way to break an engine as such, and the name of the test that is meant to find it. What one
 * remembers is of the engine that was started last.
 */
enum EngineBreakage {
    ADDS_UP_DELAYS("aTimerMayBeAsFarAsTimeGoes") {
        @Override
        Timer schedule(Engine good, long delayNanos, Runnable task) {
            long now = System.nanoTime();
            return good.schedule(now + delayNanos < now ? 0 : delayNanos, task);
        }
    },
    WANTS_A_DELAY("aTimerWithoutDelayRunsAtOnce") {
        @Override
        Timer schedule(Engine good, long delayNanos, Runnable task) {
            return good.schedule(delayNanos < 0 ? Long.MAX_VALUE : delayNanos, task);
        }
    },
    DIES_OF_AN_ERROR("aTimerThatThrowsHurtsNothing") {
        private volatile boolean dead;

        @Override
        void started() {
            dead = false;
        }

        @Override
        Timer schedule(Engine good, long delayNanos, Runnable task) {
            return good.schedule(delayNanos, () -> runWhileAlive(task));
        }

        private void runWhileAlive(Runnable task) {
            if (!dead) {
                try {
                    task.run();
                } catch (Error e) {
                    dead = true;
                }
            }
        }
    },
    WAITS_FOR_ITS_TIMERS("aTimerHoldsUpNoEnd") {
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        void started() {
            waiting.set(0);
        }

        @Override
        Timer schedule(Engine good, long delayNanos, Runnable task) {
            waiting.incrementAndGet();
            return good.schedule(
                    delayNanos,
                    () -> {
                        waiting.decrementAndGet();
                        task.run();
                    });
        }

        @Override
        CompletionStage<Drained> close(Engine good, Duration grace) {
            CompletionStage<Drained> ended = good.close(grace);
            return waiting.get() == 0 ? ended : new CompletableFuture<>();
        }
    },
    COUNTS_ITS_GRACE_IN_NANOSECONDS("aGraceMayBeAsLongAsTimeGoes") {
        @Override
        CompletionStage<Drained> close(Engine good, Duration grace) {
            return good.close(Duration.ofNanos(grace.toNanos()));
        }
    },
    NEVER_ENDS_WITHOUT_GRACE("lessThanNoGraceIsNone") {
        @Override
        CompletionStage<Drained> close(Engine good, Duration grace) {
            return good.close(grace.isNegative() ? Duration.ofHours(1) : grace);
        }
    },
    LETS_GRACE_GROW("aLongerGraceChangesNothing") {
        private final CompletableFuture<Drained> never = new CompletableFuture<>();
        private volatile Timer last = () -> {};

        @Override
        CompletionStage<Drained> close(Engine good, Duration grace) {
            last.cancel();
            if (grace.isZero()) {
                return good.close(grace);
            }
            last = good.schedule(grace.toNanos(), () -> good.close(Duration.ZERO));
            return never;
        }
    },
    WAITS_FOR_ITS_END_IN_A_TURN("anEngineMayBeClosedInATurn") {
        @Override
        CompletionStage<Drained> close(Engine good, Duration grace) {
            return CompletableFuture.completedStage(Patience.await(good.close(grace)));
        }
    },
    WAITS_FOR_ITSELF_IN_A_TURN("anEngineMayBeCalledInATurn") {
        @Override
        Listener listen(Engine good, ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            CompletableFuture<Boolean> free = new CompletableFuture<>();
            Timer unused = good.schedule(0, () -> free.complete(true));
            boolean unusedToo = Patience.await(free);
            return good.listen(target, handlers);
        }
    },
    CASTS_ADDRESSES("addressesOfAKindThatIsNotDeclaredAreRefusedByName") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            InetSocketAddress remote = (InetSocketAddress) to.remote();
            return good.connect(new ConnectTarget(remote, to.local(), to.timeout()), handler);
        }
    },
    COUNTS_ITS_TIME_OUT_IN_NANOSECONDS("aConnectMayHaveAllTheTimeThereIs") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            Duration timeout = Duration.ofNanos(to.timeout().toNanos());
            return good.connect(to.withTimeout(timeout), handler);
        }
    },
    IGNORES_THE_LOCAL_ADDRESS("aConnectComesFromTheAddressThatItAsksFor") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            return good.connect(new ConnectTarget(to.remote(), null, to.timeout()), handler);
        }
    },
    TAKES_ANY_NAME_FOR_ITS_OWN("aNameThatStandsForNothingIsAnUnknownHostException") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            int port = ((InetSocketAddress) to.remote()).getPort();
            SocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return good.connect(ConnectTarget.to(here), handler);
        }
    },
    FORGETS_WHO_CONNECTS("aConnectUnderWayFails") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            return hangingAt(ConnectionAbortedException.class, good.connect(to, handler));
        }
    },
    FORGETS_ITS_BACKLOG("whoWaitsInTheBacklogOfAClosedListenerIsRefused") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            return hangingAt(ConnectException.class, good.connect(to, handler));
        }
    },
    FORGETS_WHATEVER_LISTENS_THERE("closingTwiceLeavesWhoHasTakenTheAddress") {
        private final Map<SocketAddress, Listener> listeners = new ConcurrentHashMap<>();

        @Override
        Listener listen(Engine good, ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            Listener listener = good.listen(target, handlers);
            listeners.put(listener.address(), listener);
            return new PassingListener(listener) {
                @Override
                public void close() {
                    listeners.get(address()).close();
                }
            };
        }
    },
    LISTENS_AGAIN("aClosedListenerStaysClosed") {
        @Override
        Listener listen(Engine good, ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            return new PassingListener(good.listen(target, handlers)) {
                @Override
                public void resume() {
                    super.resume();
                    try {
                        Listener unused = good.listen(ListenTarget.bind(address()), handlers);
                    } catch (IOException stillOpen) {
                        return;
                    }
                }
            };
        }
    },
    COUNTS_PORTS("aPortThatTheSystemChoosesIsNobodyElses") {
        private final AtomicInteger last = new AtomicInteger();

        @Override
        void started() {
            last.set(20_000);
        }

        @Override
        Listener listen(Engine good, ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            InetSocketAddress wanted = (InetSocketAddress) ((ListenTarget.Bind) target).address();
            int port = wanted.getPort() == 0 ? last.incrementAndGet() : wanted.getPort();
            return good.listen(ListenTarget.loopback(port), handlers);
        }
    },
    KEEPS_WHO_HAD_A_DEADLINE("aClosedConnectionIsForgotten") {
        @Override
        CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
            return good.connect(
                    to,
                    new PassingHandler(handler) {
                        @Override
                        public void opened(Connection connection) throws Exception {
                            super.opened(connection);
                            long hour = Duration.ofHours(1).toNanos();
                            Timer unused = good.schedule(hour, () -> super.peerEnded(null));
                        }
                    });
        }
    };

    private final String meant;

    EngineBreakage(String meant) {
        this.meant = meant;
    }

    /** The test that must fail. */
    String meant() {
        return meant;
    }

    void started() {}

    Listener listen(Engine good, ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        return good.listen(target, handlers);
    }

    CompletionStage<Void> connect(Engine good, ConnectTarget to, ConnectionHandler handler) {
        return good.connect(to, handler);
    }

    Timer schedule(Engine good, long delayNanos, Runnable task) {
        return good.schedule(delayNanos, task);
    }

    CompletionStage<Drained> close(Engine good, Duration grace) {
        return good.close(grace);
    }

    /** A stage that says nothing where another fails in one way. */
    private static CompletionStage<Void> hangingAt(
            Class<? extends IOException> how, CompletionStage<Void> stage) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        CompletionStage<Void> unused =
                stage.whenComplete(
                        (done, failure) -> {
                            Throwable cause =
                                    failure instanceof CompletionException wrapped
                                            ? wrapped.getCause()
                                            : failure;
                            if (cause == null) {
                                seen.complete(null);
                            } else if (!how.isInstance(cause)) {
                                seen.completeExceptionally(cause);
                            }
                        });
        return seen;
    }
}
