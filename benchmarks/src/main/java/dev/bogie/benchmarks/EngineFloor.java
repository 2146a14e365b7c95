package dev.bogie.benchmarks;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The floor of TLS in Java: what the JDK's engine itself costs a server, without sockets, threads
 * and HTTP. Does a load when it is asked for it: {@code GET /connection/2000} is two seconds of
 * handshakes, answered by how many there were, the nanoseconds of CPU that the server's side took,
 * and the bytes it allocated together with the client's side.
 */
public final class EngineFloor {
    private static final int MIB = 1_024 * 1_024;

    private final EnginePair pair;
    private final byte[] request =
            "GET /plaintext HTTP/1.1\r\nHost: localhost:40000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private final byte[] answer = Plaintext.canned();
    private final ByteBuffer content = ByteBuffer.allocateDirect(MIB);

    private EngineFloor(EnginePair pair) {
        this.pair = pair;
    }

    /**
     * Answers until it is killed.
     *
     * @param args the key store and the file with its password
     * @throws Exception if it cannot begin
     */
    public static void main(String[] args) throws Exception {
        Path keyStore = Path.of(args[0]);
        Path password = Path.of(args[1]);
        SSLContext ofServer = SSLContext.getInstance("TLS");
        var managers = Keys.managers(keyStore, password);
        ofServer.init(managers.getKeyManagers(), null, null);
        EngineFloor floor = new EngineFloor(new EnginePair(trusting(keyStore, password), ofServer));
        ServerSocket socket = new ServerSocket();
        socket.bind(Load.ADDRESS);
        Load.listening((InetSocketAddress) socket.getLocalSocketAddress());
        while (true) {
            try (Socket asker = socket.accept()) {
                floor.answer(asker.getInputStream(), asker.getOutputStream());
            }
        }
    }

    private static SSLContext trusting(Path keyStore, Path password)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(keyStore.toFile(), Keys.secret(password));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private void answer(InputStream in, OutputStream out) throws IOException {
        byte[] head = new byte[1_024];
        int n = in.read(head);
        String[] path = new String(head, 0, n, StandardCharsets.US_ASCII).split("[ /]", 5);
        String text = run(path[2], Long.parseLong(path[3])) + "\n";
        out.write(("HTTP/1.0 200 OK\r\n\r\n" + text).getBytes(StandardCharsets.US_ASCII));
    }

    private String run(String load, long millis) throws SSLException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long cpu = pair.serverNanos();
        long units = 0;
        while (System.nanoTime() - end < 0) {
            units += step(load);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        return units + " " + (pair.serverNanos() - cpu) + " " + bytes;
    }

    private int step(String load) throws SSLException {
        return switch (load) {
            case "connection" -> pair.connect();
            case "single" -> pair.answer(request, answer);
            case "download" -> {
                pair.send(content.rewind());
                yield 1;
            }
            default -> throw new IllegalArgumentException("an engine knows no load " + load);
        };
    }
}
