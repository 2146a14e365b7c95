package dev.bogie.testkit.stranger;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One direction of a connection: a bounded queue of bytes. Thread-safe. */
final class Pipe {
    static final int CAPACITY = 128 * 1_024;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).flip();
    private boolean ended;
    private boolean endRead;
    private boolean reset;
    private Runnable readable = () -> {};
    private Runnable writable = () -> {};

    synchronized void reader(Runnable told) {
        readable = told;
    }

    synchronized void writer(Runnable told) {
        writable = told;
    }

    int read(ByteBuffer dst) throws IOException {
        int n;
        Runnable relieved;
        synchronized (this) {
            check();
            if (!bytes.hasRemaining()) {
                endRead = ended;
                return ended ? -1 : 0;
            }
            n = Math.min(dst.remaining(), bytes.remaining());
            dst.put(dst.position(), bytes, bytes.position(), n).position(dst.position() + n);
            bytes.position(bytes.position() + n);
            relieved = writable;
        }
        relieved.run();
        return n;
    }

    int write(ByteBuffer src) throws IOException {
        int n;
        Runnable fed;
        synchronized (this) {
            check();
            bytes.compact();
            n = Math.min(src.remaining(), bytes.remaining());
            bytes.put(src.slice(src.position(), n)).flip();
            src.position(src.position() + n);
            fed = readable;
        }
        if (n > 0) {
            fed.run();
        }
        return n;
    }

    /** Whether {@link #read} has something to say that it has not said yet. */
    synchronized boolean isReadable() {
        return bytes.hasRemaining() || (ended && !endRead) || reset;
    }

    synchronized boolean isWritable() {
        return bytes.remaining() < CAPACITY || reset;
    }

    void end() {
        Runnable fed;
        synchronized (this) {
            ended = true;
            fed = readable;
        }
        fed.run();
    }

    void reset() {
        Runnable fed;
        Runnable relieved;
        synchronized (this) {
            reset = true;
            bytes.position(bytes.limit());
            fed = readable;
            relieved = writable;
        }
        fed.run();
        relieved.run();
    }

    private void check() throws IOException {
        if (reset) {
            throw new IOException("connection reset by peer");
        }
    }
}
