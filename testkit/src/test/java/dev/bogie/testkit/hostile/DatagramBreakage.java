package dev.bogie.testkit.hostile;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** One way to break a transport's datagrams, and the name of the test that is meant to find it. */
enum DatagramBreakage {
    DELIVERS_THE_BEGINNING("whatIsTooLargeIsDroppedWholeAndTold") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                @Override
                public void dropped(long count) {
                    try {
                        above.received(ByteBuffer.allocate(100), bound().address());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    above.dropped(count);
                }
            };
        }
    },
    DELIVERS_TWICE("batchesComeCompletely") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                @Override
                public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
                    above.received(datagram.duplicate(), from);
                    above.received(datagram, from);
                }
            };
        }
    },
    LOSES_ONE_OF_A_BATCH("batchesComeCompletely") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                private int count;

                @Override
                public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
                    if (++count != 50) {
                        above.received(datagram, from);
                    }
                }
            };
        }
    },
    ENDS_WITH_A_HANDLERS_EXCEPTION("aHandlerThatThrowsGoesOn") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                @Override
                public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
                    try {
                        above.received(datagram, from);
                    } catch (Exception e) {
                        bound().close();
                    }
                }
            };
        }
    },
    FORGETS_WHO_WAITS_FOR_ROOM("aRefusedSendIsFollowedByWritable") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                @Override
                public void writable() {
                    // nobody is told
                }
            };
        }
    },
    CLOSES_TWICE("theEnginesEndClosesPorts") {
        @Override
        DatagramHandler handler(DatagramHandler above) {
            return new PassingDatagrams(this, above) {
                @Override
                public void closed(Closed how) {
                    above.closed(how);
                    above.closed(how);
                }
            };
        }
    },
    RUNS_TASKS_WHERE_THEY_ARE_GIVEN("tasksThatWaitAreBoundedAndRunInOrder") {
        @Override
        boolean execute(DatagramPort good, Runnable task) {
            task.run();
            return true;
        }
    },
    LOOKS_RECEIVERS_UP("receiversOfAnotherKindAreRefused") {
        @Override
        boolean send(DatagramPort good, ByteBuffer datagram, SocketAddress to) {
            InetSocketAddress name = (InetSocketAddress) to;
            return good.send(datagram, new InetSocketAddress(name.getHostString(), name.getPort()));
        }
    };

    private final String meant;

    DatagramBreakage(String meant) {
        this.meant = meant;
    }

    /** The test that must fail. */
    String meant() {
        return meant;
    }

    DatagramHandler handler(DatagramHandler above) {
        return new PassingDatagrams(this, above);
    }

    boolean send(DatagramPort good, ByteBuffer datagram, SocketAddress to) {
        return good.send(datagram, to);
    }

    boolean execute(DatagramPort good, Runnable task) {
        return good.execute(task);
    }
}
