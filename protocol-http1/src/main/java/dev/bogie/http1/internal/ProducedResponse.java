package dev.bogie.http1.internal;

import dev.bogie.http.BodyProducer;
import dev.bogie.http.BodySink;
import dev.bogie.http.Fields;
import dev.bogie.http1.machine.ChunkEncoder;
import dev.bogie.http1.machine.Framing;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A response whose body is made on the driver: frames what the producer writes. */
final class ProducedResponse implements BodySink {
    private static final int COPY = 4 * 1_024;
    private static final long NEVER = Long.MAX_VALUE;

    private final Connection connection;
    private final BodyProducer producer;
    private final Framing framing;
    private final long writeNanos;
    private final Runnable ended;
    private long sent;
    private boolean complete;
    private boolean over;
    private boolean draining;
    private long deadline = NEVER;
    private long stalledUntil = NEVER;

    /**
     * A response whose head was written.
     *
     * @param connection where to
     * @param producer makes the body
     * @param framing of the body
     * @param writeNanos how long the peer may take nothing
     * @param ended run when the body is complete and the producer has been told
     */
    ProducedResponse(
            Connection connection,
            BodyProducer producer,
            Framing framing,
            long writeNanos,
            Runnable ended) {
        this.connection = connection;
        this.producer = producer;
        this.framing = framing;
        this.writeNanos = writeNanos;
        this.ended = ended;
    }

    // What the connection's handler passes on

    void start() throws Exception {
        producer.opened(this);
        if (!complete) {
            writable();
        }
        settle();
    }

    void writable() throws Exception {
        stalledUntil = NEVER;
        if (!complete && connection.isWritable()) {
            producer.writable();
        }
        settle();
    }

    void deadlineReached(long now) throws Exception {
        if (stalledUntil != NEVER && now - stalledUntil >= 0) {
            connection.abort("the peer took none of a response in the time allowed");
            return;
        }
        if (deadline != NEVER && now - deadline >= 0) {
            deadline = NEVER;
            producer.deadline(now);
        }
        settle();
    }

    void draining(long until) throws Exception {
        draining = true;
        producer.draining(until);
        settle();
    }

    /** In a turn of its own: what it throws ends the connection. */
    void tellPeerEnded() {
        if (over) {
            return;
        }
        try {
            producer.peerEnded();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a produced body failed at the peer's end", e);
        }
        settle();
    }

    void closed(Closed how) {
        if (!over) {
            over = true;
            complete = true;
            producer.closed(how);
        }
    }

    /** After each call of the producer: ends what it ended, watches over a peer that is slow. */
    private void settle() {
        if (over) {
            return;
        }
        if (complete) {
            if (framing.kind() == Framing.Kind.LENGTH && sent != framing.length()) {
                connection.abort(
                        "a body of " + sent + " bytes where " + framing.length() + " were said");
                return;
            }
            closed(Closed.finished());
            ended.run();
            return;
        }
        if (connection.isWritable()) {
            stalledUntil = NEVER;
        } else if (stalledUntil == NEVER) {
            stalledUntil = connection.nanoTime() + writeNanos;
        }
        connection.deadline(Math.min(deadline, stalledUntil));
    }

    // BodySink

    @Override
    public void write(ByteBuffer src, Runnable released) {
        if (complete) {
            released.run();
            throw new IllegalStateException("the body has ended");
        }
        int length = src.remaining();
        if (length == 0) {
            released.run();
            return;
        }
        if (framing.kind() == Framing.Kind.LENGTH && length > framing.length() - sent) {
            released.run(); // a byte too many would be read as the next response
            String reason = "a body of more than the " + framing.length() + " bytes that were said";
            connection.abort(reason);
            throw new IllegalStateException(reason);
        }
        sent += length;
        boolean chunked = framing.kind() == Framing.Kind.CHUNKED;
        if (length <= COPY) {
            ByteBuffer out = connection.output(length + ChunkEncoder.OVERHEAD);
            if (chunked) {
                ChunkEncoder.begin(out, length);
            }
            out.put(src.duplicate());
            if (chunked) {
                ChunkEncoder.end(out);
            }
            released.run();
            return;
        }
        if (chunked) {
            ChunkEncoder.begin(connection.output(ChunkEncoder.OVERHEAD), length);
        }
        connection.write(src.duplicate(), released);
        if (chunked) {
            ChunkEncoder.end(connection.output(ChunkEncoder.OVERHEAD));
        }
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public long pending() {
        return connection.pending();
    }

    @Override
    public boolean isWritable() {
        return !complete && connection.isWritable();
    }

    @Override
    public void end() {
        end(Fields.empty());
    }

    @Override
    public void end(Fields trailers) {
        if (complete) {
            return;
        }
        if (framing.kind() == Framing.Kind.CHUNKED) {
            ChunkEncoder.last(connection.output(ChunkEncoder.sizeOfLast(trailers)), trailers);
        }
        complete = true;
    }

    @Override
    public void abort(String reason) {
        connection.abort(reason);
    }

    @Override
    public void deadline(long nanoTime) {
        deadline = nanoTime;
        connection.deadline(Math.min(deadline, stalledUntil));
    }

    @Override
    public long nanoTime() {
        return connection.nanoTime();
    }

    @Override
    public boolean execute(Runnable task) {
        return connection.execute(
                () -> {
                    if (!over) {
                        task.run();
                        settle();
                    }
                });
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return connection.info(key);
    }
}
