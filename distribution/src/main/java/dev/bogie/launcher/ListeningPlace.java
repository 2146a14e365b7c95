package dev.bogie.launcher;

import dev.bogie.http.HttpHandler;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;

/**
 * Where a server listens: at a host and port that the user names, or at the socket that whoever
 * started this process has put into its place of the standard input.
 *
 * @param host the host
 * @param port the port
 * @param inherited what listens there already; null where nothing does
 */
record ListeningPlace(String host, int port, @Nullable ServerSocketChannel inherited) {
    private static final String HOST = "127.0.0.1";

    /** The one that the user asked for, or a port of this machine's own. */
    static ListeningPlace of(Arguments arguments, int port) {
        if (!arguments.has(Option.INHERITED)) {
            return new ListeningPlace(arguments.value(Option.HOST).orElse(HOST), port, null);
        }
        for (Option other : new Option[] {Option.HOST, Option.PORT}) {
            if (arguments.has(other)) {
                throw new ConfigurationException(
                        Option.INHERITED.name() + " and " + other.name() + " exclude each other");
            }
        }
        try {
            return of(System.inheritedChannel());
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** The place of what was inherited. */
    static ListeningPlace of(@Nullable Channel inherited) throws IOException {
        if (!(inherited instanceof ServerSocketChannel listening)) {
            throw refused("the standard input is no socket that listens");
        }
        SocketAddress address = listening.getLocalAddress();
        if (!(address instanceof InetSocketAddress inet)) {
            throw refused(
                    "the standard input listens at " + address + ", which is no host and port");
        }
        return new ListeningPlace(inet.getAddress().getHostAddress(), inet.getPort(), listening);
    }

    private static ConfigurationException refused(String why) {
        return new ConfigurationException(
                Option.INHERITED.name()
                        + ": "
                        + why
                        + " (a socket unit of systemd with Accept=no leaves one)");
    }

    /** Whether nobody but this machine can come here. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // nobody can listen there, as will be said
        }
    }

    /** Has a server listen here. */
    SocketAddress listen(Server server, HttpHandler handler) {
        return inherited == null
                ? server.listen(
                        InetSocketAddress.createUnresolved(host, port), HttpHandler.class, handler)
                : server.adopt(inherited, HttpHandler.class, handler);
    }
}
