package dev.bogie.http;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Setting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The content of a message, on its way in or out. A protocol sends each kind in its best way; an
 * application that receives one reads it without asking which kind it is, so a test reads the
 * response of a handler as a client reads that of a server.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><th>kind</th><th>made by</th><th>runs on</th><th>may be sent twice</th></tr>
 * <tr><td>{@link Bytes}</td><td>{@link #none}, {@link #of}, {@link #text}</td><td>anywhere</td><td>yes</td></tr>
 * <tr><td>{@link FileRegion}</td><td>{@link #file}</td><td>anywhere</td><td>no</td></tr>
 * <tr><td>{@link Written}</td><td>{@link #written}</td><td>a virtual thread that may wait</td><td>no</td></tr>
 * <tr><td>{@link ProducedBody}</td><td>{@link #produced}</td><td>the driver; never waits</td><td>no</td></tr>
 * <tr><td>{@link Received}</td><td>a protocol</td><td>a virtual thread that may wait</td><td>no</td></tr>
 * <tr><td>{@link Handover}</td><td>{@link #handover}</td><td>the driver</td><td>no</td></tr>
 * </table>
 *
 * <p>A body is read or sent at most once, by one thread, unless the table says otherwise, and then
 * closed; a body that is never read must be closed too. Closing twice does nothing.
 */
public sealed interface Body extends AutoCloseable
        permits Body.Bytes,
                Body.FileRegion,
                Body.Written,
                ProducedBody,
                Body.Received,
                Body.Handover {
    /** The {@link #length} of a body that is not known before its end. */
    long UNKNOWN_LENGTH = -1;

    /**
     * {@code http.read-limit}: what {@link #readString()} reads at most of what a peer sends.
     * Listed and heeded by the protocols that carry HTTP.
     */
    Setting<Long> READ_LIMIT =
            Setting.size(
                    "http.read-limit",
                    Setting.mib(1),
                    0,
                    Setting.mib(1_023),
                    "content that is read into memory where the application sets no limit");

    /** {@return how many bytes it has, or {@link #UNKNOWN_LENGTH}} */
    long length();

    /**
     * {@return what is read of it at most where no limit is given: {@link #READ_LIMIT}, by its
     * default unless this comes from a peer}
     */
    default int readLimit() {
        return READ_LIMIT.fallback().intValue();
    }

    /**
     * Writes all of it to the stream, waiting as that does; does not close the stream.
     *
     * @param out where to; not closed
     * @throws IOException if reading or writing fails, or the peer is gone
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * {@return its bytes as a stream} A {@link Written} or {@link ProducedBody} one, which only a
     * test or a filter reads, is first collected up to {@link #readLimit}.
     *
     * @throws IOException if that fails
     */
    default InputStream inputStream() throws IOException {
        return new ByteArrayInputStream(readAllBytes(readLimit()));
    }

    /**
     * {@return all of its bytes}
     *
     * @param limit the most to accept
     * @throws BodyTooLargeException if it has more; what was read is lost
     * @throws IOException if reading fails
     */
    default byte[] readAllBytes(int limit) throws IOException {
        if (length() > limit) {
            throw new BodyTooLargeException(limit);
        }
        BoundedBytes bytes = new BoundedBytes(limit);
        writeTo(bytes);
        return bytes.toByteArray();
    }

    /**
     * {@return all of it as text in UTF-8, at most {@link #readLimit} bytes}
     *
     * @throws BodyTooLargeException if it has more; what was read is lost
     * @throws IOException if reading fails
     */
    default String readString() throws IOException {
        return readString(readLimit());
    }

    /**
     * {@return all of it as text in UTF-8; what is not UTF-8 is replaced by U+FFFD}
     *
     * @param limit the most bytes to accept
     * @throws BodyTooLargeException if it has more; what was read is lost
     * @throws IOException if reading fails
     */
    default String readString(int limit) throws IOException {
        return new String(readAllBytes(limit), StandardCharsets.UTF_8);
    }

    /** Gives back what it holds; what is unread is discarded. */
    @Override
    default void close() {}

    /** {@return no content} */
    static Body none() {
        return Bytes.NONE;
    }

    /**
     * {@return the bytes; the caller does not change them from now on}
     *
     * @param bytes the bytes
     */
    static Body of(byte[] bytes) {
        return bytes.length == 0 ? none() : new Bytes(ByteBuffer.wrap(bytes));
    }

    /**
     * {@return the remaining bytes of the buffer; the caller changes them no more} May be direct.
     *
     * @param bytes the bytes
     */
    static Body of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Bytes(bytes) : none();
    }

    /**
     * {@return the text in UTF-8}
     *
     * @param text the text
     */
    static Body text(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the whole file, as long as it is now}
     *
     * @param file which file
     * @throws IOException if it can't be opened for reading
     */
    static Body file(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileRegion(channel, 0, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * That region of the file; closing the body closes the channel.
     *
     * @param channel open for reading
     * @param position where the region begins
     * @param count how many bytes
     * @return a body to be sent once
     */
    static Body file(FileChannel channel, long position, long count) {
        return new FileRegion(channel, position, count);
    }

    /**
     * Written by the application to a blocking stream, which holds it up while the peer reads
     * slowly and fails when the peer is gone. An exception ends the connection visibly, as the
     * status has left already.
     *
     * @param writer writes it
     * @return a body to be sent once
     */
    static Body written(BodyWriter writer) {
        return written(UNKNOWN_LENGTH, writer);
    }

    /**
     * As {@link #written(BodyWriter)}, of known length; the writer must write exactly that much.
     *
     * @param length how many bytes
     * @param writer writes it
     * @return a body to be sent once
     */
    static Body written(long length, BodyWriter writer) {
        return new Written(length, writer);
    }

    /**
     * Made on the driver, without waiting, as the peer reads: see {@link BodyProducer}.
     *
     * @param producer makes it
     * @return a body to be sent once
     */
    static Body produced(BodyProducer producer) {
        return new ProducedBody(UNKNOWN_LENGTH, producer);
    }

    /**
     * As {@link #produced(BodyProducer)}, of known length; exactly that much must be written.
     *
     * @param length how many bytes
     * @param producer makes it
     * @return a body to be sent once
     */
    static Body produced(long length, BodyProducer producer) {
        return new ProducedBody(length, producer);
    }

    /**
     * In a response, the end of HTTP on this stream of bytes: the protocol sends the response (101
     * over HTTP/1.1) and then hands the connection over, unread bytes included. In a request, the
     * client's offer to do so if the server agrees.
     *
     * @param protocol the upgrade token, such as {@code websocket}
     * @param next makes the handler that takes over; called on the driver at the hand-over, and not
     *     called if it does not come to that
     * @return a body to be sent once
     */
    static Body handover(String protocol, Supplier<ConnectionHandler> next) {
        return new Handover(protocol, next);
    }

    /**
     * Bytes in memory. May be sent any number of times, by several threads at once.
     *
     * @param buffer its remaining bytes are the body
     */
    record Bytes(ByteBuffer buffer) implements Body {
        private static final Bytes NONE = new Bytes(ByteBuffer.allocate(0));

        /** Keeps a read-only view. */
        public Bytes {
            buffer = buffer.asReadOnlyBuffer();
        }

        /**
         * {@return a read-only view of its own for each caller; its remaining bytes are the body}
         */
        @Override
        public ByteBuffer buffer() {
            return buffer.duplicate();
        }

        @Override
        public long length() {
            return buffer.remaining();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            out.write(bytes);
        }
    }

    /**
     * A region of a file.
     *
     * @param channel open for reading; closed with the body
     * @param position where it begins
     * @param length how many bytes; the file must have them
     */
    record FileRegion(FileChannel channel, long position, long length) implements Body {
        /** Checks the region. */
        public FileRegion {
            if (position < 0 || length < 0) {
                throw new IllegalArgumentException(
                        "not a region: position " + position + ", length " + length);
            }
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            ByteBuffer slice = ByteBuffer.allocate((int) Math.min(length, 16 * 1024));
            long at = position;
            while (at < position + length) {
                slice.clear().limit((int) Math.min(slice.capacity(), position + length - at));
                int read = channel.read(slice, at);
                if (read < 0) {
                    throw new IOException("the file ended " + (position + length - at) + " early");
                }
                out.write(slice.array(), 0, read);
                at += read;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written: there is nothing to lose and no one to tell.
            }
        }
    }

    /**
     * Written by the application.
     *
     * @param length in bytes or {@link #UNKNOWN_LENGTH}
     * @param writer writes it
     */
    record Written(long length, BodyWriter writer) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            try {
                writer.writeTo(out);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while writing the body", e);
            } catch (Exception e) {
                throw new IOException("writing the body failed", e);
            }
        }
    }

    /**
     * The connection goes over to another protocol; there is no content.
     *
     * @param protocol the upgrade token
     * @param next makes the handler that takes over
     */
    record Handover(String protocol, Supplier<ConnectionHandler> next) implements Body {
        /** Checks the token. */
        public Handover {
            if (!Grammar.isToken(protocol)) {
                throw new IllegalArgumentException(
                        "not an upgrade token: \"" + Grammar.printable(protocol) + '"');
            }
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public void writeTo(OutputStream out) {}
    }

    /** Comes from a peer; implemented by protocols. Its methods may wait. */
    non-sealed interface Received extends Body {
        /**
         * As it comes: a read waits for the peer, and fails if the peer breaks off or is too slow.
         *
         * @return always the same stream
         */
        @Override
        InputStream inputStream();

        /**
         * {@return the fields that came after the content; empty until all of that has been read}
         */
        Fields trailers();

        @Override
        default void writeTo(OutputStream out) throws IOException {
            inputStream().transferTo(out);
        }
    }
}
