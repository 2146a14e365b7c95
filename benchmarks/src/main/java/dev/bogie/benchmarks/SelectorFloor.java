package dev.bogie.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The floor in Java: one selector, one thread, a canned answer for each empty line. What the JDK
 * itself costs above {@code floors/epoll.c}.
 */
public final class SelectorFloor {
    private static final int READ = 16_384;
    private static final int PIPELINED = 1_024;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ);
    private final ByteBuffer answers;
    private final int length;

    private SelectorFloor() throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(Load.ADDRESS, Load.BACKLOG).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        byte[] one = Plaintext.canned();
        length = one.length;
        answers = ByteBuffer.allocateDirect(PIPELINED * length);
        while (answers.hasRemaining()) {
            answers.put(one);
        }
    }

    /**
     * Serves until it is killed.
     *
     * @param args none
     * @throws IOException if it cannot listen
     */
    public static void main(String[] args) throws IOException {
        SelectorFloor floor = new SelectorFloor();
        Load.listening((InetSocketAddress) floor.listener.getLocalAddress());
        floor.run();
    }

    private void run() throws IOException {
        while (selector.isOpen()) {
            selector.select(this::ready);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve(key);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new EmptyLines());
            channel = listener.accept();
        }
    }

    private void serve(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        int n = channel.read(in.clear());
        if (n < 0) {
            channel.close();
            return;
        }
        int found = ((EmptyLines) key.attachment()).count(in.flip());
        if (found > 0) {
            answers.position(0).limit(found * length);
            channel.write(answers);
            if (answers.hasRemaining()) {
                channel.close(); // a load generator reads what it asked for; the floor does not
                // queue
            }
        }
    }
}
