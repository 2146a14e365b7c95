package dev.bogie.tls.internal.material;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** As much of DER (X.690) as it takes to look into a private key, and to put one into PKCS #8. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xa0;

    private final ByteBuffer in;

    private Der(ByteBuffer in) {
        this.in = in;
    }

    /** What is not DER, or not what was expected. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException() {
            super("malformed DER", null, false, false);
        }
    }

    static Der of(byte[] bytes) {
        return new Der(ByteBuffer.wrap(bytes));
    }

    boolean isAt(int tag) {
        return in.hasRemaining() && (in.get(in.position()) & 0xff) == tag;
    }

    /** The content of the next element, which must have this tag. */
    byte[] content(int tag) throws MalformedException {
        if (!isAt(tag)) {
            throw new MalformedException();
        }
        in.get();
        int length = length();
        if (length > in.remaining()) {
            throw new MalformedException();
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    /** The elements inside the next element, which must have this tag. */
    Der inside(int tag) throws MalformedException {
        return of(content(tag));
    }

    private int length() throws MalformedException {
        if (!in.hasRemaining()) {
            throw new MalformedException();
        }
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        if (bytes == 0 || bytes > 3 || bytes > in.remaining()) {
            throw new MalformedException();
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (in.get() & 0xff);
        }
        return length;
    }

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82); // two bytes of length, as a private key never needs more
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
