package org.example.echo;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Server;
import dev.bogie.transport.Closed;

import java.net.SocketAddress;

/** Serves the echo protocol. */
public final class EchoServer {
    private EchoServer() {}

    /**
     * Serves until the process is ended.
     *
     * @param args the transport, {@code nio} or {@code loom}, and a port
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: EchoServer nio|loom PORT");
            System.exit(2);
        }
        try (Server server =
                Server.builder()
                        .transport(args[0])
                        .listen(Integer.parseInt(args[1]), EchoListener.class, new Printer())
                        .start()) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        } catch (ConfigurationException | NumberFormatException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static final class Printer implements EchoListener {
        @Override
        public void connected(SocketAddress peer) {
            System.out.println(peer + " connected");
        }

        @Override
        public void lost(SocketAddress peer, Closed how) {
            System.out.println(peer + " lost: " + how.describe());
        }
    }
}
