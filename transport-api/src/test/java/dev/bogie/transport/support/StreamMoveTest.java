package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Connection;
import dev.bogie.transport.RestingConnection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

class StreamMoveTest extends StreamFixture {
    private final ScriptedPort next = new ScriptedPort();
    private final ChunkPool nextPool = new ChunkPool(4);

    private void move() {
        connection.moveTo(next, nextPool);
        connection.turn(0, SCRATCH);
    }

    private void readElsewhere(String text) {
        next.put(text);
        connection.turn(StreamConnection.READABLE, SCRATCH);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What keeps a connection where it is. */
    enum Hindrance {
        UNSENT(c -> c.write(bytes("more than is taken"), null)),
        ENDING(Connection::end),
        CLOSING(Connection::close),
        ABORTED(c -> c.abort("enough")),
        LENT(c -> c.lend(_ -> {}));

        final Consumer<Connection> act;

        Hindrance(Consumer<Connection> act) {
            this.act = act;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInTheMiddleOfSomethingIsNotAtRest(Hindrance hindrance) {
        open(new Recorder(""));
        assertThat(connection.isAtRest()).isTrue();
        port.capacity = 3;

        task(() -> hindrance.act.accept(connection));

        assertThat(connection.isAtRest()).isFalse();
        assertThatThrownBy(() -> connection.moveTo(next, nextPool))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAbortBetweenTwoTurnsEndsTheRest() {
        open(new Recorder(""));
        connection.abort("enough");
        assertThat(connection.isAtRest()).isFalse();
    }

    @Test
    void bytesArePutAndTakenElsewhere() {
        open(new Recorder(""));
        move();
        readElsewhere("in");
        task(() -> connection.write(bytes("out"), null));
        assertThat(calls).containsExactly("opened", "received in");
        assertThat(next.sent).hasToString("out");
        assertThat(port.sent).isEmpty();
        assertThat(nextPool.outstanding()).isZero();
    }

    @Test
    void unreadBytesGoToTheOtherPool() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) throws Exception {
                        if (in.remaining() > 2) {
                            super.consume(in);
                        }
                    }
                });
        read("ab");
        assertThat(pool.outstanding()).isEqualTo(1);
        move();
        assertThat(pool.outstanding()).isZero();
        assertThat(nextPool.outstanding()).isEqualTo(1);
        readElsewhere("c");
        assertThat(calls).containsExactly("opened", "received ab", "received abc");
        assertThat(nextPool.outstanding()).isZero();
    }

    @Test
    void whatWaitsIsDoneInTheFirstTurnElsewhere() {
        open(new Recorder(""));
        task(() -> connection.deadline(50));
        assertThat(connection.execute(() -> calls.add("task"))).isTrue();
        connection.drain(70);
        next.now = 60;
        move();
        assertThat(calls).containsExactly("opened", "task", "draining 70", "deadline");
    }

    @Test
    void whatIsStillToComeIsToldToTheOtherPort() {
        open(new Recorder(""));
        task(
                () -> {
                    connection.deadline(50);
                    connection.pauseInput();
                });
        move();
        assertThat(next.dueAt).isEqualTo(50);
        assertThat(next.wantsInput).isTrue(); // a pause stops delivery, not reading
        readElsewhere("kept");
        assertThat(calls).containsExactly("opened");
    }

    @Test
    void wakesAndAbortsReachTheOtherPort() {
        open(new Recorder(""));
        move();
        int before = port.wakes;
        assertThat(connection.execute(() -> {})).isTrue();
        assertThat(next.wakes).isEqualTo(1);
        connection.abort("enough");
        connection.turn(0, SCRATCH);
        assertThat(next.log).contains("reset");
        assertThat(port.log).doesNotContain("reset");
        assertThat(port.wakes).isEqualTo(before);
        assertThat(next.closed).isNotNull();
    }

    @Test
    void anotherKindOfConnectionIsRefused() {
        Object other =
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, _, _) -> null);
        RestingConnection strange = new RestingConnection(null, (Connection) other);
        assertThatThrownBy(() -> StreamConnection.of(strange))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("StreamConnection");
    }
}
