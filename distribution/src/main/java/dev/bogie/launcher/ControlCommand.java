package dev.bogie.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Tells a running server something, and shows what it answers. */
final class ControlCommand {
    private ControlCommand() {}

    /**
     * Gives an order; returns when the server has done with it, or has ended.
     *
     * @return the exit status
     * @throws FailedException if no server takes orders there, or if it failed
     * @throws dev.bogie.runtime.ConfigurationException if it was refused
     */
    static int tell(Arguments arguments, List<String> words, PrintStream out)
            throws FailedException {
        Path path = ControlPath.of(arguments).socket();
        String answer;
        try (SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer order = StandardCharsets.UTF_8.encode(String.join("\n", words) + "\n");
            while (order.hasRemaining()) {
                server.write(order);
            }
            server.shutdownOutput();
            answer =
                    new String(
                            Channels.newInputStream(server).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw new FailedException(
                    "no server takes orders at '"
                            + path
                            + "': "
                            + e.getMessage()
                            + " (start one, or name its socket with "
                            + Option.CONTROL.usage()
                            + ")",
                    e);
        }
        return shown(answer, out);
    }

    private static int shown(String answer, PrintStream out) throws FailedException {
        int end = answer.indexOf('\n');
        if (end < 0) {
            throw new FailedException("the server ended without an answer");
        }
        String text = answer.substring(end + 1);
        return switch (answer.substring(0, end)) {
            case "0" -> {
                out.print(text);
                yield Main.OK;
            }
            case "2" -> throw new dev.bogie.runtime.ConfigurationException(text.strip());
            default -> throw new FailedException(text.strip());
        };
    }
}
