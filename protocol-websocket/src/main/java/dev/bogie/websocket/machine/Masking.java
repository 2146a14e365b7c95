package dev.bogie.websocket.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The exclusive-or of RFC 6455 §5.3, eight bytes at a time. The key is an int whose highest byte
 * comes first on the wire; {@code phase} is how many bytes of the payload went before.
 */
final class Masking {
    private static final VarHandle LONG_OF_ARRAY =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG_OF_BUFFER =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    static void apply(byte[] data, int from, int length, int key, int phase) {
        int turned = Integer.rotateLeft(key, 8 * (phase & 3));
        long wide = widen(turned);
        int end = from + length;
        int at = from;
        for (; at <= end - 32; at += 32) {
            LONG_OF_ARRAY.set(data, at, (long) LONG_OF_ARRAY.get(data, at) ^ wide);
            LONG_OF_ARRAY.set(data, at + 8, (long) LONG_OF_ARRAY.get(data, at + 8) ^ wide);
            LONG_OF_ARRAY.set(data, at + 16, (long) LONG_OF_ARRAY.get(data, at + 16) ^ wide);
            LONG_OF_ARRAY.set(data, at + 24, (long) LONG_OF_ARRAY.get(data, at + 24) ^ wide);
        }
        for (; at <= end - 8; at += 8) {
            LONG_OF_ARRAY.set(data, at, (long) LONG_OF_ARRAY.get(data, at) ^ wide);
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            data[at] ^= (byte) (turned >>> (shift & 31));
        }
    }

    /** The buffer's byte order does not matter; its position and limit are not touched. */
    static void apply(ByteBuffer data, int from, int length, int key) {
        long wide = widen(key);
        int end = from + length;
        int at = from;
        for (; at <= end - 32; at += 32) {
            LONG_OF_BUFFER.set(data, at, (long) LONG_OF_BUFFER.get(data, at) ^ wide);
            LONG_OF_BUFFER.set(data, at + 8, (long) LONG_OF_BUFFER.get(data, at + 8) ^ wide);
            LONG_OF_BUFFER.set(data, at + 16, (long) LONG_OF_BUFFER.get(data, at + 16) ^ wide);
            LONG_OF_BUFFER.set(data, at + 24, (long) LONG_OF_BUFFER.get(data, at + 24) ^ wide);
        }
        for (; at <= end - 8; at += 8) {
            LONG_OF_BUFFER.set(data, at, (long) LONG_OF_BUFFER.get(data, at) ^ wide);
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            data.put(at, (byte) (data.get(at) ^ (key >>> (shift & 31))));
        }
    }

    private static long widen(int key) {
        return ((long) key << 32) | (key & 0xFFFF_FFFFL);
    }
}
