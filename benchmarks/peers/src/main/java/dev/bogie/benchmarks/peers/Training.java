package dev.bogie.benchmarks.peers;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** Asks a server on this machine some times. */
final class Training {
    private static final int REQUESTS = 50;

    private Training() {}

    static boolean isAsked(String[] args) {
        return args.length > 1 && args[1].equals("train");
    }

    static void visit(int port) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                // Not to the end of the stream: Helidon closes seconds later.
                if (new Scanner(socket.getInputStream()).findWithinHorizon("hello", 0) == null) {
                    throw new IOException("no answer");
                }
            }
        }
    }
}
