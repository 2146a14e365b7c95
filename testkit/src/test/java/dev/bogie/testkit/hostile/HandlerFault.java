package dev.bogie.testkit.hostile;

import dev.bogie.testkit.stranger.LinesHandler;
import dev.bogie.testkit.stranger.LinesProtocol;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.ProtocolContext;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways to be wrong about a connection, each in one place of a handler that is right. */
enum HandlerFault implements Fault {
    TAKES_A_READ_FOR_A_LINE("aConversationMayBeCutAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void received(ByteBuffer in) throws Exception {
                    byte[] all = new byte[in.remaining()];
                    in.get(all);
                    for (String line : new String(all, StandardCharsets.US_ASCII).split("\n")) {
                        answer(line);
                    }
                }
            };
        }
    },
    READS_TOO_MUCH_OF_A_THIRD_PIECE("aConversationMayComeByteByByte") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                private int pieces;

                @Override
                public void received(ByteBuffer in) throws Exception {
                    super.received(in);
                    pieces = in.hasRemaining() ? pieces + 1 : 0;
                    if (pieces > 2) {
                        in.position(in.limit());
                    }
                }
            };
        }
    },
    KEEPS_THE_BUFFER("aConversationMayBeCutAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                private ByteBuffer kept = ByteBuffer.allocate(0);

                @Override
                public void received(ByteBuffer in) throws Exception {
                    ByteBuffer both =
                            ByteBuffer.allocate(kept.remaining() + in.remaining())
                                    .put(kept)
                                    .put(in.duplicate())
                                    .flip();
                    int before = both.remaining() - in.remaining();
                    super.received(both);
                    kept = both.position() < before ? both : in.duplicate();
                    kept.position(kept.limit() - both.remaining());
                    in.position(in.limit());
                }
            };
        }
    },
    HANGS_ON_TO_A_THREAD("aConversationIsHadWhole") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            KeptThread.start(context.threads());
            return new LinesHandler();
        }
    },
    GREETS("aServerSpeaksFirstOnlyIfItSaysSo") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void opened(Connection opened) throws Exception {
                    super.opened(opened);
                    say("HELLO");
                }
            };
        }
    },
    SHARES_WHAT_IS_UNFINISHED("connectionsDoNotDisturbEachOther") {
        private final StringBuilder shared = new StringBuilder();

        @Override
        ConnectionHandler handler(ProtocolContext context) {
            shared.setLength(0);
            return new LinesHandler() {
                @Override
                public void received(ByteBuffer in) throws Exception {
                    while (in.hasRemaining()) {
                        char c = (char) in.get();
                        if (c == '\n') {
                            answer(shared.toString());
                            shared.setLength(0);
                        } else {
                            shared.append(c);
                        }
                    }
                }
            };
        }
    },
    REMEMBERS_ITS_HANDLERS("aConnectionThatIsGoneIsForgotten") {
        private final List<ConnectionHandler> all = new ArrayList<>();

        @Override
        ConnectionHandler handler(ProtocolContext context) {
            all.add(new LinesHandler());
            return all.getLast();
        }
    },
    WRITES_ONLY_WHEN_NOTHING_WAITS("aRoughNetworkChangesNothing") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                private int turn; // what this turn wrote is pending as well

                @Override
                public void received(ByteBuffer in) throws Exception {
                    turn = connection().pending() == 0 ? 1 : 0;
                    super.received(in);
                }

                @Override
                protected void say(String line) {
                    if (turn > 0) {
                        super.say(line);
                    }
                }
            };
        }
    },
    EXPECTS_A_WHOLE_LINE_AT_THE_END("aPeerMayEndAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                    if (rest.hasRemaining()) {
                        throw new IllegalStateException("within a line");
                    }
                    return AfterInput.CLOSE;
                }
            };
        }
    },
    STAYS_WHEN_ITS_PEER_HAS_ENDED("aPeerMayEndAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                    connection().deadline(Long.MAX_VALUE);
                    return AfterInput.KEEP_OPEN;
                }
            };
        }
    },
    THROWS_WHEN_ITS_PEER_IS_GONE("aPeerMayBreakOffAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void closed(Closed how) {
                    if (!(how instanceof Closed.Finished) && isInLine()) {
                        throw new IllegalStateException("within a line");
                    }
                }
            };
        }
    },
    THROWS_IF_NOTHING_WAS_SAID("aPeerMayBreakOffBeforeItsWordsAreRead") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                private boolean spoken;

                @Override
                public void received(ByteBuffer in) throws Exception {
                    spoken = true;
                    super.received(in);
                }

                @Override
                public void closed(Closed how) {
                    if (!spoken) {
                        throw new IllegalStateException("nothing was said");
                    }
                }
            };
        }
    },
    QUEUES_WITHOUT_END("whatWaitsForASlowReaderHasALimit") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                private final ArrayDeque<String> waiting = new ArrayDeque<>();

                @Override
                protected void say(String line) {
                    waiting.add(line);
                    sayOn();
                }

                private void sayOn() {
                    while (connection().isWritable() && !waiting.isEmpty()) {
                        super.say(waiting.remove());
                    }
                }

                @Override
                protected void heed() {}

                @Override
                public void writable() {
                    sayOn();
                }
            };
        }
    },
    DOES_NOT_GO_ON("whoReadsOnIsAnsweredAll") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void writable() {}
            };
        }
    },
    GOES_ROUND_FOR_EVER("anyBytesAreBorne") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void received(ByteBuffer in) throws Exception {
                    while (in.hasRemaining() && in.get(in.position()) < 0) {
                        if (Thread.currentThread().isInterrupted()) {
                            return; // so that no thread is left behind
                        }
                    }
                    super.received(in);
                }
            };
        }
    },
    BELIEVES_WHAT_IT_IS_SENT("damagedConversationsAreBorne") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                protected void answer(String line) {
                    say("HEARD " + line.substring(4));
                }
            };
        }
    },
    HAS_NO_LIMIT("aMessageWithoutAnEndIsRefused") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                protected int longest() {
                    return Integer.MAX_VALUE;
                }
            };
        }
    },
    DRAINS_BETWEEN_LINES_ONLY("aDrainMayComeAnywhere") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void draining(long until) throws Exception {
                    if (isInLine()) {
                        throw new IllegalStateException("within a line");
                    }
                    super.draining(until);
                }
            };
        }
    },
    EXPECTS_SILENCE_IN_A_DRAIN("aPeerMayGoOnInADrain") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void received(ByteBuffer in) throws Exception {
                    if (isDraining()) {
                        throw new IllegalStateException("draining");
                    }
                    super.received(in);
                }
            };
        }
    },
    DOES_NOT_DRAIN("whoIsServedIsSentAwayInOrder") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                public void draining(long until) {}
            };
        }
    },
    FORGETS_ITS_DEADLINE("aSilentPeerIsGivenUpWhereverItStopped") {
        @Override
        ConnectionHandler handler(ProtocolContext context) {
            return new LinesHandler() {
                @Override
                protected void answer(String line) throws Exception {
                    super.answer(line);
                    connection().deadline(Long.MAX_VALUE);
                }
            };
        }
    };

    private final String meant;

    HandlerFault(String meant) {
        this.meant = meant;
    }

    @Override
    public String meant() {
        return meant;
    }

    abstract ConnectionHandler handler(ProtocolContext context);

    @Override
    @SuppressWarnings("rawtypes") // a contract is a class
    public LinesProtocol protocol() {
        HandlerFault fault = this;
        return new LinesProtocol() {
            @Override
            public ConnectionHandler serve(UnaryOperator application, ProtocolContext context) {
                return fault.handler(context);
            }
        };
    }
}
