package dev.bogie.transport.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** One direction of a connection: bytes on their way, and the end behind them. */
final class Pipe {
    private record Segment(ByteBuffer bytes, long arrivesAt) {}

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final int capacity;
    private int held;
    private long lastArrival;
    private long endArrivesAt = Long.MAX_VALUE;
    private long offset;

    Pipe(int capacity) {
        this.capacity = capacity;
    }

    int room() {
        return capacity - held;
    }

    /** Nothing overtakes what was sent before. */
    long arrival(long earliest) {
        lastArrival = Math.max(lastArrival, earliest);
        return lastArrival;
    }

    void write(ByteBuffer src, int n, long arrivesAt) {
        ByteBuffer copy = ByteBuffer.allocate(n).put(0, src, src.position(), n);
        src.position(src.position() + n);
        segments.add(new Segment(copy, arrivesAt));
        held += n;
    }

    void end(long arrivesAt) {
        endArrivesAt = arrivesAt;
    }

    boolean isEnding() {
        return endArrivesAt != Long.MAX_VALUE;
    }

    /** How many bytes were read. */
    long offset() {
        return offset;
    }

    /** How many bytes can be read. */
    int arrived(long now) {
        int n = 0;
        for (Segment s : segments) {
            if (s.arrivesAt > now) {
                break;
            }
            n += s.bytes.remaining();
        }
        return n;
    }

    boolean hasArrived(long now) {
        Segment head = segments.peek();
        return head == null ? endArrivesAt <= now : head.arrivesAt <= now;
    }

    boolean hasEnded(long now) {
        return segments.isEmpty() && endArrivesAt <= now;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    void read(ByteBuffer dst, int n) {
        int left = n;
        while (left > 0) {
            ByteBuffer head = segments.getFirst().bytes;
            int part = Math.min(left, head.remaining());
            dst.put(dst.position(), head, head.position(), part).position(dst.position() + part);
            head.position(head.position() + part);
            if (!head.hasRemaining()) {
                segments.removeFirst();
            }
            left -= part;
        }
        held -= n;
        offset += n;
    }

    /** What is on its way is lost. */
    void drop() {
        segments.clear();
        held = 0;
    }
}
