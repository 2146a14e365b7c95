package dev.bogie.testkit.hostile;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.TransportContext;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One way to break a transport, and the name of the test that is meant to find it. */
enum Breakage {
    LOSES_THE_REST("whatIsLeftComesAgainAtEverySplit") {
        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            return new BrokenHandler(this, above) {
                @Override
                public void received(ByteBuffer in) throws Exception {
                    above.received(in);
                    in.position(in.limit());
                }
            };
        }
    },
    OVERWRITES_THE_REST("theEndComesAfterAllBytesWithTheRest") {
        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            return new BrokenHandler(this, above) {
                @Override
                public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
                    return above.inputEnded(ByteBuffer.allocate(rest.remaining()), how);
                }
            };
        }
    },
    CLOSES_TWICE(
            "closedIsToldOnceAndLastOnBothSides",
            "openedIsTheFirstCallAndReceivedComesAfterIt",
            "theClockIsTheEnginesAndMonotonic",
            "theEndIsToldWithoutAnyBytes",
            "transferNeedsItsCapability",
            "withNothingLeftTheNextHandlerIsOpenedOnly") {
        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            return new BrokenHandler(this, above) {
                @Override
                public void closed(Closed how) {
                    above.closed(how);
                    above.closed(how);
                }
            };
        }
    },
    RE_ENTERS("callbacksAreNeverReEntered") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void resumeInput() {
                    try {
                        above.received(ByteBuffer.allocate(0));
                    } catch (Exception e) {
                        below.abort(e.toString());
                    }
                    below.resumeInput();
                }
            };
        }
    },
    TELLS_THE_END_EARLY(
            "aPauseHoldsBackBytesAndEndButNotTheAdvice", "theEndIsToldWithoutAnyBytes") {
        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            return new BrokenHandler(this, above) {
                @Override
                public void peerEnded(InputEnd how) {
                    above.peerEnded(how);
                    try {
                        AfterInput unused = above.inputEnded(ByteBuffer.allocate(0), how);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }
    },
    READS_ON_IN_A_PAUSE("aPauseReachesTheSender") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void pauseInput() {
                    // as if memory had no end
                }
            };
        }
    },
    RUNS_TASKS_BESIDE_TURNS("turnsNeverOverlap") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            AtomicInteger count = new AtomicInteger();
            return new PassingConnection(this, below) {
                @Override
                public boolean execute(Runnable task) {
                    if (count.incrementAndGet() < 500) {
                        return below.execute(task);
                    }
                    task.run();
                    return true;
                }
            };
        }
    },
    LOSES_TASKS("acceptedTasksRunOnceAndInOrder") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            AtomicInteger count = new AtomicInteger();
            return new PassingConnection(this, below) {
                @Override
                public boolean execute(Runnable task) {
                    return count.incrementAndGet() == 500 || below.execute(task);
                }
            };
        }
    },
    ANSWERS_EVERY_THREAD("whatBelongsToTheDriverIsRefusedToOtherThreads") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void pauseInput() {
                    try {
                        below.pauseInput();
                    } catch (IllegalStateException e) {
                        boolean unused = below.execute(below::pauseInput);
                    }
                }
            };
        }
    },
    TELLS_THE_OLD_HANDLER(
            "theOldHandlerIsToldNothingMore", "withNothingLeftTheNextHandlerIsOpenedOnly") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void switchTo(ConnectionHandler next) {
                    below.switchTo(
                            new BrokenHandler(breakage, next) {
                                @Override
                                public void closed(Closed how) {
                                    next.closed(how);
                                    above.closed(how);
                                }
                            });
                }
            };
        }
    },
    CLOSES_WITHOUT_SENDING("closeSendsWhatIsQueuedAndBothFinish") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void close() {
                    below.abort("closed");
                }
            };
        }
    },
    CLOSES_FOR_AN_ABORT("anAbortIsSeenAsAReset") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void abort(String reason) {
                    boolean unused = below.execute(below::close);
                }
            };
        }
    },
    RELEASES_TWICE("releasedRunsOnceForEachWrite") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void write(ByteBuffer src, Runnable released) {
                    below.write(src, released);
                    if (released != null && src.isDirect()) {
                        released.run();
                    }
                }
            };
        }
    },
    WRITES_AFTER_THE_END("writingAfterTheEndIsRefused") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public ByteBuffer output(int atLeast) {
                    try {
                        return below.output(atLeast);
                    } catch (IllegalStateException e) {
                        return ByteBuffer.allocate(atLeast);
                    }
                }
            };
        }
    },
    TELLS_DEADLINES_EARLY("aDeadlineIsToldOnceAndNotEarly") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void deadline(long nanoTime) {
                    below.deadline(nanoTime == Long.MAX_VALUE ? nanoTime : below.nanoTime());
                }
            };
        }
    },
    ADDS_UP_DEADLINES("aDeadlineMayBeAsFarAsTimeGoes") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void deadline(long nanoTime) {
                    below.deadline(nanoTime < 1L << 62 ? nanoTime : below.nanoTime());
                }
            };
        }
    },
    SWALLOWS_EXCEPTIONS("whatIsThrownInReceivedEndsTheConnection") {
        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            return new BrokenHandler(this, above) {
                @Override
                public void received(ByteBuffer in) {
                    try {
                        above.received(in);
                    } catch (Exception e) {
                        in.position(in.limit());
                    }
                }
            };
        }
    },
    LETS_LOANS_LIVE_ON("aLoanIsDeadAfterItsBody") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void lend(Blocking body) {
                    below.lend(loan -> body.run(LoanProxy.of(loan, below)));
                }
            };
        }
    },
    IGNORES_ABORTS_OF_LOANS("anAbortInterruptsABodyThatBlocksElsewhere") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                private volatile boolean lent;

                @Override
                public void lend(Blocking body) {
                    below.lend(
                            loan -> {
                                lent = true;
                                body.run(loan);
                            });
                }

                @Override
                public void abort(String reason) {
                    if (!lent) {
                        below.abort(reason);
                    }
                }
            };
        }
    },
    FORGETS_TIME_OUTS("aWaitTimesOutAndTheConnectionGoesOn") {
        @Override
        Connection connection(Connection below, ConnectionHandler above) {
            return new PassingConnection(this, below) {
                @Override
                public void lend(Blocking body) {
                    below.lend(loan -> body.run(LoanProxy.patient(loan)));
                }
            };
        }
    },
    KEEPS_A_BUFFER("idleConnectionsHoldNoBuffers") {
        private volatile TransportContext context;

        @Override
        void started(TransportContext with) {
            context = with;
        }

        @Override
        ConnectionHandler handler(ConnectionHandler above) {
            ByteBuffer unused = context.buffers().take(1);
            return super.handler(above);
        }
    },
    KEEPS_A_THREAD("anAbortGivesBackWhatWasUnreadAndUnsent") {
        @Override
        void started(TransportContext with) {
            KeptThread.start(with.threads());
        }
    },
    ASKS_TWICE_FOR_A_HANDLER("handlersAreAskedForOncePerConnection") {
        @Override
        ConnectionHandler ask(Supplier<ConnectionHandler> handlers) {
            ConnectionHandler unused = handlers.get();
            return handlers.get();
        }
    },
    CONNECTS_BEFORE_OPENED("aConnectCompletesAfterOpened") {
        @Override
        CompletionStage<Void> connecting(CompletionStage<Void> connect) {
            return CompletableFuture.completedFuture(null);
        }
    };

    private final String meant;
    private final Set<String> touched;

    Breakage(String meant, String... touched) {
        this.meant = meant;
        this.touched = Set.of(touched);
    }

    /** The test that must fail. */
    String meant() {
        return meant;
    }

    /** Other tests that cannot but fail as well. */
    Set<String> touched() {
        return touched;
    }

    void started(TransportContext context) {}

    ConnectionHandler ask(Supplier<ConnectionHandler> handlers) {
        return handlers.get();
    }

    CompletionStage<Void> connecting(CompletionStage<Void> connect) {
        return connect;
    }

    ConnectionHandler handler(ConnectionHandler above) {
        return new BrokenHandler(this, above);
    }

    Connection connection(Connection below, ConnectionHandler above) {
        return new PassingConnection(this, below);
    }
}
