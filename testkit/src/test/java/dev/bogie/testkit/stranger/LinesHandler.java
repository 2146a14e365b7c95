package dev.bogie.testkit.stranger;

import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Says {@code HEARD x} to {@code SAY x}. Right as it stands; broken by overriding. */
public class LinesHandler implements ConnectionHandler {
    private static final int LONGEST = 1_000;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

    private Connection connection;
    private boolean draining;
    private boolean inLine;

    protected Connection connection() {
        return connection;
    }

    protected boolean isInLine() {
        return inLine;
    }

    protected boolean isDraining() {
        return draining;
    }

    @Override
    public void opened(Connection opened) throws Exception {
        connection = opened;
        awaitMore();
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        int end = end(in);
        while (end >= 0) {
            byte[] line = new byte[end - in.position()];
            in.get(line).get();
            inLine = false;
            awaitMore();
            answer(new String(line, StandardCharsets.ISO_8859_1));
            end = end(in);
        }
        if (in.remaining() > longest()) {
            say("TOO LONG");
            connection.close();
        } else if (in.hasRemaining() && !inLine) {
            inLine = true;
            awaitMore();
        } else if (draining && !inLine) {
            connection.close();
        }
        heed();
    }

    private static int end(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    protected int longest() {
        return LONGEST;
    }

    protected void answer(String line) throws Exception {
        say(line.startsWith("SAY ") ? "HEARD " + line.substring(4) : "WHAT");
    }

    protected void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
        connection.output(bytes.length).put(bytes);
    }

    /** From the beginning of a line, not from each byte of it. */
    protected void awaitMore() {
        connection.deadline(connection.nanoTime() + IDLE);
    }

    /** Who does not read has to wait. */
    protected void heed() {
        if (!connection.isWritable()) {
            connection.pauseInput();
        }
    }

    @Override
    public void writable() throws Exception {
        connection.resumeInput();
    }

    @Override
    public void deadline(long now) throws Exception {
        connection.close();
    }

    @Override
    public void draining(long until) throws Exception {
        draining = true;
        if (!inLine) {
            connection.close();
        }
    }
}
