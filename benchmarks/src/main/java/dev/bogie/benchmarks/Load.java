package dev.bogie.benchmarks;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What each server that {@code benchmarks/run} starts has in common. */
final class Load {
    /** Where they listen. */
    static final InetSocketAddress ADDRESS =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** The same backlog for all. */
    static final int BACKLOG = 1_024;

    private Load() {}

    /**
     * Tells the runner the port, and another one where each connection is answered with how many
     * bytes all threads have allocated until now (virtual threads count on their carriers).
     *
     * @param address where the server listens
     */
    static void listening(InetSocketAddress address) throws IOException {
        ServerSocket meter = new ServerSocket();
        meter.bind(ADDRESS);
        // Not a daemon, as virtual threads are: it keeps the process alive.
        Thread.ofPlatform().name("meter").start(() -> tellAllocated(meter));
        System.out.println("listening " + address.getPort() + " " + meter.getLocalPort());
    }

    private static void tellAllocated(ServerSocket meter) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        while (!meter.isClosed()) {
            try (Socket asker = meter.accept();
                    OutputStream out = asker.getOutputStream()) {
                String answer =
                        "HTTP/1.0 200 OK\r\n\r\n" + threads.getTotalThreadAllocatedBytes() + "\n";
                asker.getInputStream().read(new byte[1_024]);
                out.write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                System.err.println("the meter: " + e.getMessage());
            }
        }
    }
}
