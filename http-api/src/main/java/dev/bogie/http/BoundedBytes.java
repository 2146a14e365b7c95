package dev.bogie.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit. */
final class BoundedBytes extends OutputStream {
    private final int limit;
    private byte[] bytes = new byte[256];
    private int size;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) throws BodyTooLargeException {
        if (more > limit - size) {
            throw new BodyTooLargeException(limit);
        }
        if (more > bytes.length - size) {
            int wanted = Math.max(size + more, (int) Math.min(limit, bytes.length * 2L));
            bytes = Arrays.copyOf(bytes, wanted);
        }
    }
}
