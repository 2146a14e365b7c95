package dev.bogie.http1.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Collects the content of a message into larger pieces, and holds it to the length it was said. */
final class ContentBuffer {

    /** Sends what has been collected, by {@link #drainTo}. */
    @FunctionalInterface
    interface Full {
        /** The buffer is full. */
        void send() throws IOException;
    }

    private final long length;
    private final byte[] collected;
    private int size;
    private long sent;

    /**
     * A buffer with nothing in it.
     *
     * @param length of the whole content; negative if it is not known
     * @param capacity of this buffer
     */
    ContentBuffer(long length, int capacity) {
        this.length = length;
        this.collected = new byte[length < 0 ? capacity : Math.clamp(length, 1, capacity)];
    }

    void write(byte[] from, int offset, int count, Full full) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (length >= 0 && count > length - sent - size) {
            throw new IOException("the body has more than the " + length + " bytes that were said");
        }
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (size == collected.length) {
                full.send();
            }
            int n = Math.min(end - at, collected.length - size);
            System.arraycopy(from, at, collected, size, n);
            size += n;
            at += n;
        }
    }

    /** How much has been collected. */
    int size() {
        return size;
    }

    /** Moves what has been collected. */
    void drainTo(ByteBuffer out) {
        out.put(collected, 0, size);
        sent += size;
        size = 0;
    }

    /** All of the content was written. */
    void checkComplete() throws IOException {
        if (length >= 0 && sent + size != length) {
            throw new IOException(
                    "the body has " + (sent + size) + " bytes, but " + length + " were said");
        }
    }
}
