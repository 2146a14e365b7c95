package org.example.nio2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A channel whose operations complete when a test says so. Closing it brings none of them back. */
final class ScriptedChannel extends AsynchronousSocketChannel {
    /** An operation that was begun. */
    record Begun(ByteBuffer buffer, CompletionHandler<Integer, Object> handler) {

        /** A read brings this, or as much of it as there is room for. */
        void brings(byte[] bytes) {
            int n = Math.min(bytes.length, buffer.remaining());
            buffer.put(bytes, 0, n);
            handler.completed(n, null);
        }

        /** A write takes so many bytes. */
        void takes(int bytes) {
            buffer.position(buffer.position() + bytes);
            handler.completed(bytes, null);
        }

        void fails(IOException how) {
            handler.failed(how, null);
        }
    }

    /** What happens inside the call that begins an operation. */
    interface AtOnce {
        void run(Begun begun);
    }

    private static final InetSocketAddress SOMEWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    AtOnce onRead = begun -> {};
    AtOnce onWrite = begun -> {};
    volatile Begun reading;
    volatile Begun writing;
    volatile int reads;
    volatile boolean outputShut;
    volatile boolean closed;

    ScriptedChannel() {
        super(null);
    }

    @Override
    @SuppressWarnings("unchecked") // whatever is attached is an object
    public <A> void read(
            ByteBuffer dst,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        reads++;
        Begun begun = new Begun(dst, (CompletionHandler<Integer, Object>) handler);
        reading = begun;
        if (closed) {
            begun.fails(new AsynchronousCloseException());
        } else {
            onRead.run(begun);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // whatever is attached is an object
    public <A> void write(
            ByteBuffer src,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Integer, ? super A> handler) {
        Begun begun = new Begun(src, (CompletionHandler<Integer, Object>) handler);
        writing = begun;
        onWrite.run(begun);
    }

    @Override
    public AsynchronousSocketChannel shutdownOutput() {
        outputShut = true;
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return SOMEWHERE;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return SOMEWHERE;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public <T> AsynchronousSocketChannel setOption(SocketOption<T> name, T value) {
        return this;
    }

    // Not used

    @Override
    public AsynchronousSocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AsynchronousSocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void connect(
            SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> read(ByteBuffer dst) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void read(
            ByteBuffer[] dsts,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> write(ByteBuffer src) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void write(
            ByteBuffer[] srcs,
            int offset,
            int length,
            long timeout,
            TimeUnit unit,
            A attachment,
            CompletionHandler<Long, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }
}
