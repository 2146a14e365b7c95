package dev.bogie.runtime;

import dev.bogie.transport.Engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Locale;

/** An address of a server, which moves with it from one engine to another. */
sealed interface BoundAddress permits ListeningAddress, DatagramAddress {

    /** Where; also while it is being moved. */
    SocketAddress address();

    /** Takes the channel, with what waits there, from the engine that has it. */
    NetworkChannel detach();

    /** Gives the channel to an engine; if that throws, the channel is still the caller's. */
    void adopt(NetworkChannel channel, Engine engine) throws IOException;

    /** Other protocols may be in service: for who does not look at each newcomer. */
    default void changed() {}

    /** Gives the address up. */
    void close();

    /** An address that can be bound. */
    static SocketAddress resolved(SocketAddress address, String what) {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            InetSocketAddress found = new InetSocketAddress(inet.getHostString(), inet.getPort());
            if (found.isUnresolved()) {
                throw new ConfigurationException(
                        what + " " + text(address) + ": the host is not known");
            }
            return found;
        }
        return address;
    }

    /** An address of a host that may be a name. */
    static SocketAddress of(String host, int port) {
        if (port < 0 || port > 65_535) {
            throw new ConfigurationException(
                    "port " + port + " does not exist: ports are 0 to 65535");
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** What the transport refused, in words of the one who asked for it. */
    static ConfigurationException refused(SocketAddress address, String what, Exception e) {
        String message = String.valueOf(e.getMessage()).replaceFirst("^" + what + " \\S+: ", "");
        return new ConfigurationException(
                what + " " + text(address) + ": " + cured(address, message), e);
    }

    /** The system's words tell what is wrong, but not what to do. */
    private static String cured(SocketAddress address, String message) {
        String said = message.toLowerCase(Locale.ROOT);
        boolean isFile = address instanceof UnixDomainSocketAddress;
        if (said.contains("in use")) {
            String other = isFile ? "path" : "port (0 for any that is free)";
            return "the address is in use; choose another " + other + ", or end what listens there";
        }
        if (said.contains("cannot assign")) {
            return "this machine does not have that address; choose one of its own, or 0.0.0.0 for"
                    + " all of them";
        }
        if (said.contains("permission denied")) {
            if (isFile) {
                return "this user may not make a file there; choose another directory, or have its"
                        + " permissions changed";
            }
            return "this user may not have that port; choose one from 1024, or have the system"
                    + " allow it";
        }
        return message;
    }

    /** As it is typed. */
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        String host = inet.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
