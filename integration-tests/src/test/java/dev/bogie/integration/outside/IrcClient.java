package dev.bogie.integration.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Somebody at a raw socket who knows IRC by heart. */
final class IrcClient implements AutoCloseable {
    private final Socket socket;
    private final Transcript heard = new Transcript();

    /** Connects, says who they are and enters the channel. */
    IrcClient(int port, String nick) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        Thread.ofVirtual().start(this::read);
        send("NICK " + nick + "\r\nUSER " + nick + " 0 * :" + nick + "\r\nJOIN #chat\r\n");
        heard.awaitMatch(" 366 " + nick + " #chat ");
    }

    private void read() {
        try {
            BufferedReader from =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            from.lines().forEach(heard::add);
        } catch (IOException | RuntimeException e) {
            heard.add(e.toString());
        } finally {
            heard.end();
        }
    }

    /** Says something in the channel. */
    void say(String text) throws IOException {
        send("PRIVMSG #chat :" + text + "\r\n");
    }

    private void send(String lines) throws IOException {
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** What comes to them. */
    Transcript heard() {
        return heard;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
