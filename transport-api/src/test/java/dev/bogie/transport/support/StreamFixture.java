package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream over a port without a peer, and a handler that notes each call. */
abstract class StreamFixture {
    static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(64 * 1_024);

    final ScriptedPort port = new ScriptedPort();
    final ChunkPool pool = new ChunkPool(4);
    final List<String> calls = new ArrayList<>();
    StreamLimits limits = StreamLimits.of(Settings.defaults());
    StreamConnection connection;

    /** Notes each call and consumes what {@code consume} says. */
    class Recorder implements ConnectionHandler {
        final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void opened(Connection c) throws Exception {
            calls.add(name + "opened");
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            byte[] bytes = new byte[in.remaining()];
            in.duplicate().get(bytes);
            calls.add(name + "received " + new String(bytes, StandardCharsets.ISO_8859_1));
            consume(in);
        }

        void consume(ByteBuffer in) throws Exception {
            in.position(in.limit());
        }

        @Override
        public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
            calls.add(name + "inputEnded " + rest.remaining() + " " + how);
            return AfterInput.CLOSE;
        }

        @Override
        public void writable() {
            calls.add(name + "writable");
        }

        @Override
        public void deadline(long now) throws Exception {
            calls.add(name + "deadline");
        }

        @Override
        public void draining(long until) {
            calls.add(name + "draining " + until);
        }

        @Override
        public void peerEnded(InputEnd how) {
            calls.add(name + "peerEnded");
        }

        @Override
        public void closed(Closed how) {
            calls.add(name + "closed " + how.getClass().getSimpleName());
        }
    }

    void open(ConnectionHandler handler) {
        connection = new StreamConnection(port, handler, limits, pool, InputBuffer.of(pool));
        connection.open();
    }

    void read(String... texts) {
        for (String text : texts) {
            port.put(text);
            connection.turn(StreamConnection.READABLE, SCRATCH);
        }
    }

    void end() {
        port.inputEnds = true;
        connection.turn(StreamConnection.READABLE, SCRATCH);
    }

    void task(Runnable task) {
        assertThat(connection.execute(task)).isTrue();
        connection.turn(0, SCRATCH);
    }

    @AfterEach
    void returnsAllBuffers() {
        if (connection != null && connection.isClosed()) {
            assertThat(pool.outstanding()).isZero();
        }
    }

    static StreamLimits limitsWithMaxInput(int bytes) {
        StreamLimits l = StreamLimits.of(Settings.defaults());
        return new StreamLimits(
                bytes,
                l.maxExpect(),
                l.highMark(),
                l.lowMark(),
                l.maxPending(),
                l.maxTasks(),
                l.maxLoanNanos(),
                l.waitNanos(),
                l.lingerNanos(),
                l.lingerBytes());
    }
}
