package dev.bogie.tls.internal;

import dev.bogie.tls.machine.Step;
import dev.bogie.tls.machine.TlsException;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The bytes of one connection: records from below through the machine to plaintext, and back. The
 * driver's. It decrypts no more than is asked for; what a record holds beyond that is kept and
 * delivered first.
 */
final class TlsStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Records in the output have about so much that is not content. */
    private static final int OVERHEAD = 256;

    private static final int MAX_CONTENT = 16 * 1_024;

    /** So much room the connection below must have for a record, besides what is pending. */
    private static final int RECORD = Math.min(TlsMachine.MAX_RECORD, MAX_CONTENT + OVERHEAD);

    private final TlsMachine machine;
    private final Connection below;
    private final BufferPool pool;
    private final int maxPending;
    private final UnfinishedRecord unfinished;

    private ByteBuffer unread = NOTHING; // what waits below, during a call
    private @Nullable ByteBuffer plain; // decrypted, not delivered
    private boolean mayHaveMore;
    private boolean outputEnded;

    TlsStream(TlsMachine machine, Connection below, BufferPool pool, int maxPending) {
        this.machine = machine;
        this.below = below;
        this.pool = pool;
        this.maxPending = maxPending;
        this.unfinished = new UnfinishedRecord(pool);
    }

    TlsMachine machine() {
        return machine;
    }

    // Input

    /** What is unread below, for the present call. */
    void lookAt(ByteBuffer in) {
        unread = in;
    }

    /** The call is over, and what was unread is somebody else's. */
    void lookAway() {
        unread = NOTHING;
    }

    /**
     * One step of the machine into a buffer.
     *
     * @param dst where plaintext goes
     * @return what comes next; {@link Step#NEEDS_MORE} when all of the unread bytes are consumed
     */
    Step step(ByteBuffer dst) throws TlsException {
        ByteBuffer scratch = pool.take(TlsMachine.MAX_RECORD);
        try {
            while (true) {
                boolean kept = !unfinished.isEmpty();
                ByteBuffer in = kept ? unfinished.fill(unread, 0) : unread;
                Step step = machine.unwrap(in, scratch, dst);
                if (kept) {
                    unfinished.trim();
                }
                if (step == Step.ESTABLISHED) {
                    unfinished.believed();
                }
                if (step != Step.NEEDS_MORE || !unread.hasRemaining()) {
                    return step;
                }
                unfinished.fill(unread, machine.needed());
            }
        } finally {
            pool.give(scratch);
        }
    }

    /**
     * Reads plaintext.
     *
     * @return how many bytes; 0 if there is none now, −1 after close_notify
     */
    int read(ByteBuffer dst) throws TlsException {
        int before = dst.position();
        mayHaveMore = false;
        boolean more = true;
        while (more && dst.hasRemaining()) {
            more = plain == null ? decrypt(dst, before) : deliver(dst, plain);
        }
        int n = dst.position() - before;
        mayHaveMore |= n > 0 && !dst.hasRemaining();
        return n == 0 && plain == null && machine.isInputEnded() ? -1 : n;
    }

    /** The next record; false if the read is over. */
    private boolean decrypt(ByteBuffer dst, int before) throws TlsException {
        switch (step(dst)) {
            case NEEDS_MORE -> {
                return false;
            }
            case ENDED -> {
                if (!machine.mayHalfClose()) {
                    end(); // the peer's close_notify was for both directions, and is answered
                }
                mayHaveMore = dst.position() > before; // the end
                return false;
            }
            case NEEDS_ROOM -> {
                if (dst.position() > before) {
                    mayHaveMore = true;
                    return false;
                }
                decryptAside();
            }
            case NEEDS_WRAP -> sendOwn();
            case NEEDS_TASK -> runTasks(); // none is known that comes after the handshake
            case ESTABLISHED, PLAINTEXT -> {}
        }
        return true;
    }

    /** A record that holds more than fits above. */
    private void decryptAside() throws TlsException {
        ByteBuffer aside = pool.take(TlsMachine.MAX_PLAINTEXT);
        try {
            Step unused = step(aside);
        } finally {
            if (aside.position() > 0) {
                plain = aside.flip();
            } else {
                pool.give(aside);
            }
        }
    }

    private boolean deliver(ByteBuffer dst, ByteBuffer src) {
        int n = Math.min(dst.remaining(), src.remaining());
        dst.put(dst.position(), src, src.position(), n).position(dst.position() + n);
        src.position(src.position() + n);
        if (!src.hasRemaining()) {
            plain = null;
            pool.give(src);
        }
        return true;
    }

    void runTasks() {
        for (Runnable task = machine.task(); task != null; task = machine.task()) {
            task.run();
        }
    }

    /** Whether the last read left something that another may deliver at once. */
    boolean mayHaveMore() {
        return mayHaveMore || plain != null;
    }

    // Output

    /** Sends what the machine itself has to say. */
    void sendOwn() throws TlsException {
        if (outputEnded || !machine.needsWrap()) {
            return;
        }
        ByteBuffer record = pool.take(TlsMachine.MAX_RECORD);
        try {
            while (machine.needsWrap()) {
                machine.wrapOwn(record.clear());
                if (record.position() > 0) {
                    below.write(record.flip(), null);
                }
            }
        } finally {
            pool.give(record);
        }
    }

    /** Ends the output: close_notify, and below too if that leaves the input open. */
    void end() throws TlsException {
        machine.closeOutput();
        sendOwn();
        outputEnded = true;
        if (below.info(Info.CAPABILITIES).orElse(Set.of()).contains(Capability.HALF_CLOSE)) {
            below.end();
        }
    }

    /**
     * Encrypts and passes down, as far as the connection below has room.
     *
     * @return how many bytes of plaintext were taken
     */
    long write(ByteBuffer[] srcs, int offset, int length) throws TlsException {
        long all = 0;
        ByteBuffer record = pool.take(TlsMachine.MAX_RECORD);
        try {
            int first = offset;
            int end = offset + length;
            while (first < end) {
                if (!srcs[first].hasRemaining()) {
                    first++;
                } else if (hasRoom()) {
                    int n = machine.wrap(srcs, first, end - first, record.clear());
                    if (n == 0 && record.position() == 0) {
                        return all + drop(srcs, first, end);
                    }
                    all += n; // none if new keys have to be told first
                    below.write(record.flip(), null);
                } else {
                    break;
                }
            }
        } finally {
            pool.give(record);
        }
        boolean unused = below.isWritable(); // if not, we are told when it is again
        return all;
    }

    /** Whether the connection below takes a record now without giving the peer up. */
    private boolean hasRoom() {
        if (below.pending() + RECORD > maxPending) {
            below.flush();
        }
        return below.pending() + RECORD <= maxPending;
    }

    /** The output is over, by the peer's will: nobody will read this. */
    private static long drop(ByteBuffer[] srcs, int first, int end) {
        long dropped = 0;
        for (int i = first; i < end; i++) {
            dropped += srcs[i].remaining();
            srcs[i].position(srcs[i].limit());
        }
        return dropped;
    }

    /** Forgets what was not delivered. */
    void drop() {
        unfinished.drop();
        if (plain != null) {
            pool.give(plain);
            plain = null;
        }
        unread = NOTHING;
    }
}
