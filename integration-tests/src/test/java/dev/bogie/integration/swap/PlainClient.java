package dev.bogie.integration.swap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of HTTP/1.1, spoken by hand: it hides nothing. An answer that does not come is an
 * error, whatever a browser would do about it.
 */
final class PlainClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    /**
     * An answer.
     *
     * @param body its content
     * @param last whether it says that the connection closes behind it
     */
    record Answer(String body, boolean last) {}

    PlainClient(InetSocketAddress address) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(address, LIMIT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Answer get(String path) throws IOException {
        ask(path, "");
        return answer();
    }

    Answer post(String path, String content) throws IOException {
        send(
                "POST %s HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, content.length(), content));
        return answer();
    }

    void ask(String path, String fields) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    Answer answer() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answered '" + status + "'");
        }
        int length = -1;
        boolean last = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            last |= lower.equals("connection: close");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("the content broke off after " + content.length + " bytes");
        }
        if (last) {
            awaitEnd();
        }
        return new Answer(new String(content, StandardCharsets.US_ASCII), last);
    }

    /** Reads the end in order; a reset or more bytes are errors. */
    void awaitEnd() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("something came behind the last answer");
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended, and no answer had come: " + line);
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
