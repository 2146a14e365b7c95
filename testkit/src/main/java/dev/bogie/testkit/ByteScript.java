package dev.bogie.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Bytes to be fed to whatever reads them, in every way that a network may cut them up: whole, split
 * in two at each place, byte by byte, each with and without foreign bytes behind. What comes of
 * them must be the same each time, and the foreign bytes must be left.
 *
 * <p>A machine's test in four lines:
 *
 * {@snippet :
 * ByteScript.ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n").trailed("GET /next").eachFeeding(feeding -> {
 *     RequestParser parser = new RequestParser();
 *     byte[] rest = feeding.feed(parser::parse);      // consumes what it can, as in received()
 *     assertArrayEquals(feeding.trailing(), rest);
 * });
 * }
 *
 * <p>Immutable.
 */
public final class ByteScript {
    private final byte[] bytes;
    private final byte[] trailing;

    private ByteScript(byte[] bytes, byte[] trailing) {
        this.bytes = bytes;
        this.trailing = trailing;
    }

    /**
     * A script of bytes.
     *
     * @param bytes the bytes; copied
     * @return the script
     */
    public static ByteScript of(byte... bytes) {
        return new ByteScript(bytes.clone(), new byte[0]);
    }

    /**
     * A script of text.
     *
     * @param text ISO-8859-1, so that each character is one byte
     * @return the script
     */
    public static ByteScript ascii(String text) {
        return new ByteScript(text.getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
    }

    /**
     * The same with foreign bytes behind, which the reader must leave.
     *
     * @param text ISO-8859-1
     * @return a script whose feedings come both with and without them
     */
    public ByteScript trailed(String text) {
        return new ByteScript(bytes, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Every way to feed it.
     *
     * @return whole first, then byte by byte, then each split
     */
    public List<Feeding> feedings() {
        List<Feeding> all = new ArrayList<>();
        addFeedings(all, new byte[0]);
        if (trailing.length > 0) {
            addFeedings(all, trailing);
        }
        return all;
    }

    /**
     * Runs a test for every way to feed it; a failure says which way it was.
     *
     * @param test what to do with each
     */
    public void eachFeeding(Consumer<Feeding> test) {
        for (Feeding feeding : feedings()) {
            try {
                test.accept(feeding);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("fed " + feeding + ": " + e.getMessage(), e);
            }
        }
    }

    private void addFeedings(List<Feeding> all, byte[] behind) {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + behind.length);
        System.arraycopy(behind, 0, whole, bytes.length, behind.length);
        String with = behind.length == 0 ? "" : ", with " + behind.length + " foreign bytes behind";
        all.add(new Feeding("whole" + with, List.of(whole), behind));
        List<byte[]> single = new ArrayList<>();
        for (byte b : whole) {
            single.add(new byte[] {b});
        }
        all.add(new Feeding("byte by byte" + with, List.copyOf(single), behind));
        for (int at = 1; at < whole.length; at++) {
            byte[] before = Arrays.copyOfRange(whole, 0, at);
            byte[] after = Arrays.copyOfRange(whole, at, whole.length);
            all.add(new Feeding("split at " + at + with, List.of(before, after), behind));
        }
    }

    /** One way to feed a script. Immutable, as long as nobody writes into its arrays. */
    public static final class Feeding {
        private final String name;
        private final List<byte[]> pieces;
        private final byte[] trailing;

        private Feeding(String name, List<byte[]> pieces, byte[] trailing) {
            this.name = name;
            this.pieces = pieces;
            this.trailing = trailing;
        }

        /**
         * The pieces in order.
         *
         * @return at least one
         */
        public List<byte[]> pieces() {
            return pieces;
        }

        /**
         * The foreign bytes at the end, which must be left.
         *
         * @return maybe none
         */
        public byte[] trailing() {
            return trailing.clone();
        }

        /**
         * Feeds a reader by the rule of {@link dev.bogie.transport.ConnectionHandler#received}:
         * after each piece it is given all that is unread, once, in a buffer that dies after the
         * call.
         *
         * @param reader consumes what it can by moving the position
         * @return what it left in the end
         */
        public byte[] feed(Consumer<ByteBuffer> reader) {
            byte[] unread = new byte[0];
            for (byte[] piece : pieces) {
                ByteBuffer all = ByteBuffer.allocate(unread.length + piece.length);
                all.put(unread).put(piece).flip();
                ByteBuffer view = all.asReadOnlyBuffer();
                reader.accept(view);
                unread = new byte[view.remaining()];
                view.get(unread);
                Poison.fill(all);
            }
            return unread;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
