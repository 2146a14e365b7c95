package dev.bogie.runtime.plugin;

import java.nio.file.Path;

/**
 * A plugin {@code bad} that brings one of each kind, all in order but for the one act that it finds
 * in a property of the system: {@code P.contract throws}. Compiled once for all acts.
 */
final class Hostile {
    private static final String PROPERTY = "dev.bogie.test.hostile";

    private static final String ACT =
            """
            package bad;
            import java.lang.reflect.*;
            public final class Act {
                static <T> T at(String where, T normal) {
                    String act = System.getProperty("PROPERTY", "");
                    if (!act.startsWith(where + " ")) return normal;
                    switch (act.substring(where.length() + 1)) {
                        case "throws": throw new IllegalStateException(
                                "ouch\\n\\u001b[31m" + "x".repeat(100_000));
                        case "errs": throw new AssertionError("ouch\\u2028\\r");
                        case "mute": throw new RuntimeException() {
                            public String getMessage() { throw new IllegalStateException(); }
                            public String toString() { throw new IllegalStateException(); }
                        };
                        case "deep": return at(where, normal); // until the stack is full
                        case "null": return null;
                        case "huge": return (T) "x".repeat(1_000_000);
                        case "controls": return (T) "a\\n\\u0007b";
                        case "hangs": hang(act); return normal;
                        case "leaves-a-thread":
                            Thread t = new Thread(() -> hang(act));
                            t.setDaemon(true);
                            t.start();
                            return normal;
                        default: throw new AssertionError(act);
                    }
                }
                /** Until it is to behave. */
                private static void hang(String act) {
                    while (act.equals(System.getProperty("PROPERTY"))) {
                        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    }
                }
                static <T> T nothing(Class<T> type) {
                    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("hashCode")) {
                                    return System.identityHashCode(proxy);
                                }
                                if (method.getName().equals("equals")) {
                                    return proxy == arguments[0];
                                }
                                return at("E.all", method.getReturnType() == long.class
                                        ? (Object) 0L : null);
                            });
                }
            }
            """;

    private static final String PROTOCOL =
            """
            package bad;
            import dev.bogie.transport.*;
            import java.nio.ByteBuffer;
            import java.util.*;
            import java.util.function.Supplier;
            public class P implements ConnectionProtocol<Supplier> {
                static { Act.at("P.<clinit>", ""); }
                private int matched;
                public P() { Act.at("P.<init>", ""); }
                public String name() { return Act.at("P.name", "bad"); }
                public Class<Supplier> contract() { return Act.at("P.contract", Supplier.class); }
                public int priority() { return Act.at("P.priority", 7); }
                public List<Setting<?>> settings() { return Act.at("P.settings", List.of()); }
                public Set<String> alpn() { return Act.at("P.alpn", Set.of("bad")); }
                public boolean speaksFirst() { return Act.at("P.speaksFirst", false); }
                public int sniffLimit() { return Act.at("P.sniffLimit", 1); }
                public OptionalInt port(Settings s) {
                    return Act.at("P.port", OptionalInt.empty());
                }
                public Match match(ByteBuffer in) {
                    Act.at("P.match", "");
                    Match is = in.get(0) == 'b' ? Match.YES : Match.NO;
                    return Act.at(matched++ == 0 ? "P.match" : "P.second-match", is);
                }
                public ConnectionHandler serve(Supplier application, ProtocolContext context) {
                    return Act.at("P.serve", new Handler());
                }
                private static final class Handler implements ConnectionHandler {
                    private Connection connection;
                    public void opened(Connection c) {
                        connection = c;
                        Act.at("H.opened", "");
                    }
                    public void received(ByteBuffer in) {
                        Act.at("H.received", "");
                        if (in.hasRemaining()) {
                            in.position(in.limit());
                            connection.write(ByteBuffer.wrap("bad\\n".getBytes()), null);
                        }
                    }
                    public void draining(long until) {
                        Act.at("H.draining", "");
                        connection.close();
                    }
                    public void closed(Closed how) { Act.at("H.closed", ""); }
                }
            }
            """;

    private static final String DATAGRAMS =
            """
            package bad;
            import dev.bogie.transport.*;
            import java.net.SocketAddress;
            import java.nio.ByteBuffer;
            import java.util.*;
            public class D implements DatagramProtocol<NoApplication> {
                public D() { Act.at("D.<init>", ""); }
                public String name() { return Act.at("D.name", "bad"); }
                public Class<NoApplication> contract() {
                    return Act.at("D.contract", NoApplication.class);
                }
                public List<Setting<?>> settings() { return Act.at("D.settings", List.of()); }
                public OptionalInt port(Settings s) { return Act.at("D.port", OptionalInt.of(0)); }
                public DatagramHandler serveDatagrams(NoApplication n, ProtocolContext c) {
                    return Act.at("D.serveDatagrams", new DatagramHandler() {
                        public void opened(DatagramPort port) {}
                        public void received(ByteBuffer in, SocketAddress from) {}
                    });
                }
            }
            """;

    private static final String TRANSPORT =
            """
            package bad;
            import dev.bogie.transport.*;
            import java.util.*;
            public class T implements Transport {
                public T() { Act.at("T.<init>", ""); }
                public String name() { return Act.at("T.name", "bad"); }
                public int priority() { return Act.at("T.priority", -7); }
                public Availability availability(TransportContext context) {
                    return Act.at("T.availability", Availability.available());
                }
                public Set<Capability> capabilities() {
                    return Act.at("T.capabilities", EnumSet.allOf(Capability.class));
                }
                public List<Setting<?>> settings() { return Act.at("T.settings", List.of()); }
                public Engine start(TransportContext context) {
                    return Act.at("T.start", Act.nothing(Engine.class));
                }
            }
            """;

    private static final String LAYER =
            """
            package bad;
            import dev.bogie.transport.*;
            import java.util.*;
            public class L implements Layer {
                public String name() { return Act.at("L.name", "bad"); }
                public List<Setting<?>> settings() { return Act.at("L.settings", List.of()); }
                public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
                    return above;
                }
            }
            """;

    private static final String GOOD =
            """
            package good;
            import dev.bogie.transport.*;
            import java.nio.ByteBuffer;
            import java.util.function.Supplier;
            public class G implements ConnectionProtocol<Supplier> {
                public String name() { return "good"; }
                public Class<Supplier> contract() { return Supplier.class; }
                public int sniffLimit() { return 1; }
                public Match match(ByteBuffer in) {
                    return in.get(0) == 'g' ? Match.YES : Match.NO;
                }
                public ConnectionHandler serve(Supplier application, ProtocolContext context) {
                    return new ConnectionHandler() {
                        private Connection connection;
                        public void opened(Connection c) { connection = c; }
                        public void received(ByteBuffer in) {
                            if (in.hasRemaining()) {
                                in.position(in.limit());
                                connection.write(ByteBuffer.wrap(
                                        (application.get() + "\\n").getBytes()), null);
                            }
                        }
                    };
                }
            }
            """;

    private Hostile() {}

    static Path jar(Path temporary) {
        Path classes =
                SourceModule.named("org.example.bad", temporary)
                        .with("provides dev.bogie.transport.Protocol with bad.P, bad.D;")
                        .with("provides dev.bogie.transport.Transport with bad.T;")
                        .with("provides dev.bogie.transport.Layer with bad.L;")
                        .type("bad.Act", ACT.replace("PROPERTY", PROPERTY))
                        .type("bad.P", PROTOCOL)
                        .type("bad.D", DATAGRAMS)
                        .type("bad.T", TRANSPORT)
                        .type("bad.L", LAYER)
                        .classes();
        return SourceModule.pack(classes, temporary.resolve("bad.jar"));
    }

    /** One that shares an address with the bad one, and does what it should. */
    static Path good(Path temporary) {
        return SourceModule.named("org.example.good", temporary)
                .with("provides dev.bogie.transport.Protocol with good.G;")
                .type("good.G", GOOD)
                .jar();
    }

    /** What all that is loaded is to do from now on. */
    static void act(String act) {
        System.setProperty(PROPERTY, act);
    }

    /** Nothing bad any more; what hangs returns. */
    static void behave() {
        System.clearProperty(PROPERTY);
    }
}
