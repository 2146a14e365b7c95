package dev.bogie.runtime.plugin;

import dev.bogie.testkit.Patience;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A client of lines. */
final class Caller implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Caller(SocketAddress server) {
        try {
            socket = new Socket();
            socket.connect((InetSocketAddress) server);
            socket.setSoTimeout(Math.toIntExact(Patience.limit().toMillis()));
            lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line; "the end" at the end. */
    String line() {
        try {
            String line = lines.readLine();
            return line == null ? "the end" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String line) {
        try {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
