package dev.bogie.testkit.protocol;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The other end: says what it is told to say and keeps what it hears. */
final class ScriptedClient implements ConnectionHandler {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream(); // guarded by itself
    private String text = ""; // the same, guarded by it
    private volatile @Nullable Connection connection;
    private volatile boolean ended;
    private long said;

    // ConnectionHandler

    @Override
    public void opened(Connection opened) {
        connection = opened;
    }

    @Override
    public void received(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        synchronized (heard) {
            heard.writeBytes(bytes);
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        ended = true;
        return AfterInput.CLOSE;
    }

    @Override
    public void peerEnded(InputEnd how) {
        ended = true;
    }

    @Override
    public void closed(Closed how) {
        ended = true;
    }

    // The test's thread, while the network stands still

    private Connection connection() {
        Connection c = connection;
        if (c == null) {
            throw new IllegalStateException("the client is not connected");
        }
        return c;
    }

    private void tell(Consumer<Connection> act) {
        Connection c = connection();
        boolean unused = c.execute(() -> act.accept(c)); // refused: the server has ended
    }

    void say(byte[] bytes) {
        said += bytes.length;
        tell(c -> c.write(ByteBuffer.wrap(bytes), null));
    }

    /** How many bytes it was told to say. */
    long said() {
        return said;
    }

    void end() {
        tell(Connection::end);
    }

    void reset() {
        connection().abort("the client is gone");
    }

    void readNoMore() {
        tell(Connection::pauseInput);
    }

    void readOn() {
        tell(Connection::resumeInput);
    }

    /** How many of its bytes have left. */
    void askTaken(Consumer<Long> answer) {
        tell(c -> answer.accept(said - c.pending()));
    }

    /** Whether the server has ended. */
    boolean hasEnded() {
        return ended;
    }

    String heard() {
        synchronized (heard) {
            if (text.length() < heard.size()) {
                text = heard.toString(StandardCharsets.ISO_8859_1);
            }
            return text;
        }
    }
}
