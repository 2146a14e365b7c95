package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.ProtocolContext;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One protocol takes the place of another at an address. */
class FollowingDatagramsTest {
    private static final SocketAddress ANYWHERE = new InetSocketAddress(7);

    private final List<String> told = new ArrayList<>();
    private final Port port = new Port();
    private Version present = new Version("old", false);
    private final FollowingDatagrams following = new FollowingDatagrams(this::chosen);

    private FollowingDatagrams.Chosen chosen() {
        Version chosen = present;
        return new FollowingDatagrams.Chosen(chosen, chosen::newHandler);
    }

    /** A protocol whose handlers note what they are told, and may throw at their end. */
    private final class Version implements DatagramProtocol<NoApplication> {
        private final String version;
        private final boolean throwing;

        Version(String version, boolean throwing) {
            this.version = version;
            this.throwing = throwing;
        }

        @Override
        public String name() {
            return "one";
        }

        @Override
        public Class<NoApplication> contract() {
            return NoApplication.class;
        }

        @Override
        public DatagramHandler serveDatagrams(NoApplication none, ProtocolContext context) {
            return newHandler();
        }

        DatagramHandler newHandler() {
            return new DatagramHandler() {
                @Override
                public void opened(DatagramPort bound) {
                    told.add(version + " opened");
                }

                @Override
                public void received(ByteBuffer datagram, SocketAddress from) {
                    told.add(version + " received");
                }

                @Override
                public void closed(Closed how) {
                    told.add(version + " closed");
                    if (throwing) {
                        throw new IllegalStateException("at its end");
                    }
                }
            };
        }
    }

    /** Runs tasks at once, or has no room for them. */
    private static final class Port implements DatagramPort {
        private boolean full;

        @Override
        public SocketAddress address() {
            return ANYWHERE;
        }

        @Override
        public boolean send(ByteBuffer datagram, SocketAddress to) {
            return false;
        }

        @Override
        public boolean execute(Runnable task) {
            if (!full) {
                task.run();
            }
            return !full;
        }

        @Override
        public void close() {}
    }

    private void receive() throws Exception {
        following.received(ByteBuffer.allocate(0), ANYWHERE);
    }

    @Test
    void whatThrowsAtItsEndIsReplacedAllTheSame() throws Exception {
        present = new Version("throwing", true);
        FollowingDatagrams thrown = new FollowingDatagrams(this::chosen);
        thrown.opened(port);
        present = new Version("new", false);
        thrown.changed();
        thrown.received(ByteBuffer.allocate(0), ANYWHERE);

        assertThat(told)
                .containsExactly(
                        "throwing opened", "throwing closed", "new opened", "new received");
    }

    @Test
    void aChangeIsSeenAtTheNextCallWhereTooManyTasksWait() throws Exception {
        following.opened(port);
        port.full = true;
        present = new Version("new", false);
        following.changed();
        receive();

        assertThat(told).containsExactly("old opened", "old closed", "new opened", "new received");
    }

    @Test
    void whatHasChangedBeforeThePortIsOpenIsSeenThen() throws Exception {
        present = new Version("new", false);
        following.changed();
        following.opened(port);

        assertThat(told).containsExactly("old opened", "old closed", "new opened");
    }

    @Test
    void noChangeLeavesTheHandler() throws Exception {
        following.opened(port);
        following.changed();
        receive();

        assertThat(told).containsExactly("old opened", "old received");
    }

    /** Who chooses asks all that are there, those of other plugins too. */
    @Test
    void aChoiceThatFailsLeavesTheHandlerUntilTheNextChange() throws Exception {
        for (Throwable failure :
                List.of(new IllegalStateException("asked"), new NoClassDefFoundError("x/Y"))) {
            FollowingDatagrams left =
                    new FollowingDatagrams(
                            () -> {
                                if (present.version.equals("failing")) {
                                    FollowingDatagramsTest.<RuntimeException>sneak(failure);
                                }
                                return chosen();
                            });
            left.opened(port);
            Version old = present;
            present = new Version("failing", false);
            left.changed();
            left.received(ByteBuffer.allocate(0), ANYWHERE);
            present = new Version("new", false);
            left.changed();
            present = old;
        }

        assertThat(told)
                .containsExactly(
                        "old opened",
                        "old received",
                        "old closed",
                        "new opened",
                        "old opened",
                        "old received",
                        "old closed",
                        "new opened");
    }

    @SuppressWarnings("unchecked") // there is no cast at run time: it lets a choice throw anything
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
