package org.example.dns;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.example.dns.machine.MalformedException;
import org.example.dns.machine.Responder;
import org.example.dns.machine.ZoneFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * DNS (RFC 1035), in datagrams and on connections (RFC 7766), found as a service. It needs no
 * application: the zone is in a file, which is read when the first address is bound. Without one it
 * has no port, and is not served.
 */
public final class DnsProtocol
        implements DatagramProtocol<NoApplication>, ConnectionProtocol<NoApplication> {
    static final Setting<Long> PORT =
            Setting.count("dns.port", 5300, 0, 65_535, "where DNS is served; 0: any free port");
    static final Setting<String> ZONE =
            Setting.of(
                    "dns.zone", "", "a path", DnsProtocol::path, "the file of the zone to serve");
    static final Setting<Long> MAX_DATAGRAM =
            Setting.size(
                    "dns.max-datagram",
                    1_232, // fits into any path unfragmented (DNS flag day 2020)
                    Responder.LEAST,
                    4_096,
                    "the largest answer in a datagram; what is larger goes by a connection");
    static final Setting<Duration> IDLE =
            Setting.duration(
                    "dns.idle-time",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    Duration.ofMinutes(10),
                    "how long a connection may take for its next question");

    private volatile Responder responder;

    /** For the service loader. */
    public DnsProtocol() {}

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public Class<NoApplication> contract() {
        return NoApplication.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(PORT, ZONE, MAX_DATAGRAM, IDLE);
    }

    @Override
    public OptionalInt port(Settings settings) {
        return settings.get(ZONE).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(settings.get(PORT).intValue());
    }

    @Override
    public DatagramHandler serveDatagrams(NoApplication none, ProtocolContext context) {
        return new DnsDatagrams(responder(context.settings()));
    }

    @Override
    public ConnectionHandler serve(NoApplication none, ProtocolContext context) {
        Settings settings = context.settings();
        return new DnsConnection(responder(settings), settings.get(IDLE).toNanos());
    }

    private Responder responder(Settings settings) {
        Responder known = responder;
        if (known == null) {
            known = load(settings);
            responder = known;
        }
        return known;
    }

    /** What cannot be the path of a file on this system is refused where it is given. */
    private static String path(String text) {
        try {
            var unused = Path.of(text);
            return text;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
    }

    private static Responder load(Settings settings) {
        String path = settings.get(ZONE);
        try {
            return new Responder(
                    ZoneFile.read(Files.readAllLines(Path.of(path))),
                    settings.get(MAX_DATAGRAM).intValue());
        } catch (IOException e) {
            throw new IllegalStateException("the zone cannot be read: " + e, e);
        } catch (MalformedException e) {
            throw new IllegalStateException("the zone '" + path + "' is bad: " + e.getMessage(), e);
        }
    }
}
