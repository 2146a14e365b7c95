package dev.bogie.launcher;

import dev.bogie.launcher.text.Printable;
import dev.bogie.runtime.ConfigurationException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a running server something, and shows what it answers. Nothing is said to whoever is not
 * surely the user's own server, and what any of them answers is bounded and made printable.
 */
final class ControlCommand {
    private static final int MAX_ANSWER = 1 << 20;

    private ControlCommand() {}

    /**
     * Gives an order; returns when the server has done with it, or has ended.
     *
     * @return the exit status
     * @throws FailedException if no server takes orders there, if it is not to be trusted, or if it
     *     failed
     * @throws ConfigurationException if it was refused
     */
    static int tell(Arguments arguments, List<String> words, PrintStream out)
            throws FailedException {
        return tell(ControlPath.of(arguments), words, out, Pace.USUAL);
    }

    static int tell(ControlPath path, List<String> words, PrintStream out, Pace pace)
            throws FailedException {
        String answer;
        try {
            path.checkServer(ControlPath.thisUser());
            answer = answer(path, words, pace);
        } catch (ClosedChannelException e) {
            throw new FailedException(
                    "the server at '"
                            + path.socket()
                            + "' said nothing for "
                            + pace.silence().toSeconds()
                            + " s; it may do all the same what it was told",
                    e);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            throw new FailedException(
                    "no server takes orders at '"
                            + path.socket()
                            + "': "
                            + e.getMessage()
                            + " (start one, or name its socket with "
                            + Option.CONTROL.usage()
                            + ")",
                    e);
        }
        return shown(answer, out);
    }

    private static String answer(ControlPath path, List<String> words, Pace pace)
            throws IOException, FailedException {
        AtomicBoolean heard = new AtomicBoolean();
        try (SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
                Meanwhile _ = Meanwhile.every(pace.silence(), () -> listen(heard, server))) {
            server.connect(UnixDomainSocketAddress.of(path.socket()));
            try {
                say(words, server);
                return read(server, heard);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) { // by which a server ends that has not read all, for example
                throw new FailedException(
                        "the server broke off: " + e.getMessage() + "; its log may say why", e);
            }
        }
    }

    private static void say(List<String> words, SocketChannel server) throws IOException {
        ByteBuffer order = StandardCharsets.UTF_8.encode(String.join("\n", words) + "\n");
        while (order.hasRemaining()) {
            server.write(order);
        }
        server.shutdownOutput();
    }

    /** Gives it up, unless it has said something since the last time. */
    private static void listen(AtomicBoolean heard, SocketChannel server) {
        if (!heard.getAndSet(false)) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String read(SocketChannel server, AtomicBoolean heard)
            throws IOException, FailedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.allocate(8_192);
        while (server.read(in.clear()) >= 0) {
            heard.set(true);
            all.write(in.array(), 0, in.position());
            if (all.size() > MAX_ANSWER) {
                throw new FailedException(
                        "what answers is no server of bogie: it said more than "
                                + MAX_ANSWER
                                + " bytes");
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static int shown(String answer, PrintStream out) throws FailedException {
        String said = answer.replaceFirst("^\n+", ""); // an empty line says: at work
        int end = said.indexOf('\n');
        if (end < 0) {
            throw new FailedException(
                    "the server ended without an answer, or takes no more orders at once; see its"
                            + " log, and try again");
        }
        String text = Printable.lines(said.substring(end + 1));
        return switch (said.substring(0, end)) {
            case "0" -> {
                out.print(text);
                yield Main.OK;
            }
            case "2" -> throw new ConfigurationException(text.strip());
            default -> throw new FailedException(text.strip());
        };
    }
}
