package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.PassingHandler;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import javax.net.ssl.SSLEngine;

/** Plaintext between a handler that takes its time and records that keep coming. */
class FlowTest {
    private final TlsRig rig = new TlsRig();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");

    /** Counts what TLS takes from below. */
    private static final class Watch extends PassingHandler {
        private int taken;

        Watch(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            int before = in.remaining();
            super.received(in);
            taken += before - in.remaining();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** One record holds more than the handler above may keep: the rest waits, decrypted. */
    @Test
    void plaintextThatIsLeftComesBeforeMoreIsRead() {
        Watch[] below = new Watch[1];
        TlsRig.Party servers =
                rig.server()
                        .with(StreamLimits.MAX_INPUT, 1_024L)
                        .above(tls -> below[0] = new Watch(tls));
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    c.pauseInput();
                });
        rig.connect(rig.client(), client, servers, server);
        byte[] first = random(16_000);
        byte[] second = random(2_000);
        rig.send(client, first);
        int taken = below[0].taken;
        rig.send(client, second);
        assertThat(server.seen().bytes().length).isBetween(1, 1_024);
        assertThat(below[0].taken).isEqualTo(taken); // the second record waits below

        int rounds = 0;
        while (server.seen().bytes().length < first.length + second.length && rounds++ < 100) {
            rig.tell(server, c -> c.resumeInput());
        }
        byte[] all = server.seen().bytes();
        assertThat(all).startsWith(first).endsWith(second).hasSize(18_000);
        rig.close();
    }

    /** Nothing more comes from the peer, and yet there is something to deliver. */
    @Test
    void resumingDeliversWhatIsLeftWithoutAnyHelpOfThePeer() {
        TlsRig.Party servers = rig.server().with(StreamLimits.MAX_INPUT, 1_024L);
        server.on(Call.OPENED, c -> c.pauseInput());
        rig.connect(rig.client(), client, servers, server);
        byte[] sent = random(5_000);
        rig.send(client, sent);
        assertThat(server.seen().calls()).containsExactly(Call.OPENED);
        rig.tell(server, c -> c.resumeInput());

        assertThat(server.seen().bytes()).isEqualTo(sent);
    }

    /** An abort with plaintext undelivered gives back what it is kept in. */
    @Test
    void whatIsNotDeliveredIsGivenBackAtTheEnd() {
        TlsRig.Party servers = rig.server().with(StreamLimits.MAX_INPUT, 1_024L);
        server.onReceived((c, in) -> c.pauseInput());
        rig.connect(rig.client(), client, servers, server);
        rig.send(client, random(40_000));
        server.connection().abort("meant to abort");
        rig.settle();

        assertThat(rig.buffersOut()).isZero();
        rig.close();
    }

    /** What is pending above is in plaintext, what is pending below in records: both count. */
    @Test
    void aReaderThatPausesHoldsUpItsWriterAndLetsItGoOn() {
        server.on(Call.OPENED, c -> c.pauseInput());
        rig.connect(rig.client(), client, rig.server(), server);
        long sent = 0;
        boolean[] writable = {true};
        while (writable[0] && sent < 10_000_000) {
            rig.send(client, new byte[10_000]);
            rig.tell(client, c -> writable[0] = c.isWritable());
            sent += 10_000;
        }
        assertThat(writable[0]).isFalse();
        long most = StreamLimits.MAX_PENDING.fallback();
        rig.tell(client, c -> assertThat(c.pending()).isPositive().isLessThan(most));
        assertThat(client.seen().count(Call.WRITABLE)).isZero();
        rig.tell(server, c -> c.resumeInput());

        assertThat(server.seen().bytes()).hasSize((int) sent);
        assertThat(client.seen().count(Call.WRITABLE)).isOne();
        rig.close();
    }

    /** Records are larger than what they carry: what may wait above can be too much below. */
    @Test
    void asMuchAsMayBePendingIsKeptForAReaderThatPauses() {
        int most = StreamLimits.MAX_PENDING.fallback().intValue();
        server.on(Call.OPENED, c -> c.pauseInput());
        rig.connect(rig.client(), client, rig.server(), server);
        byte[] first = random(most);
        rig.send(client, first);
        int[] room = {0};
        rig.tell(client, c -> room[0] = most - (int) c.pending());
        assertThat(room[0]).isPositive();
        byte[] second = random(room[0]);
        rig.send(client, second);
        assertThat(client.seen().how()).isNull();
        rig.tell(server, c -> c.resumeInput());

        assertThat(server.seen().bytes())
                .hasSize(most + room[0])
                .startsWith(first)
                .endsWith(second);
        rig.close();
    }

    /** Keeps a server's engines at hand. */
    private record Kept(EngineSource source, List<SSLEngine> made) implements EngineSource {
        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            SSLEngine engine = source.server(hello, protocols);
            made.add(engine);
            return engine;
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return source.client(target, protocols);
        }
    }

    /** Java changes its keys after so many bytes (jdk.tls.keyLimits), whatever is being sent. */
    @Test
    void outputSurvivesNewKeys() {
        Kept engines = new Kept(new OneVersion("TLSv1.3"), new ArrayList<>());
        rig.connect(rig.client(), client, rig.server().of(engines), server);
        byte[] sent = random(100_000);
        rig.tell(
                server,
                c -> {
                    engines.made().getFirst().beginHandshake();
                    c.write(ByteBuffer.wrap(sent), null);
                });

        assertThat(client.seen().bytes()).isEqualTo(sent);
        rig.close();
    }

    /** A transport that moves files, as far as can be seen from above. */
    private static final class MovesFiles extends PassingHandler {
        private @Nullable Connection real;

        MovesFiles(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void opened(Connection connection) throws Exception {
            real = connection;
            super.opened(
                    (Connection)
                            Proxy.newProxyInstance(
                                    FlowTest.class.getClassLoader(),
                                    new Class<?>[] {Connection.class},
                                    (proxy, method, arguments) ->
                                            method.getName().equals("info")
                                                            && arguments[0].equals(
                                                                    Info.CAPABILITIES)
                                                    ? Optional.of(
                                                            Set.of(
                                                                    Capability.STREAM,
                                                                    Capability.HALF_CLOSE,
                                                                    Capability.FILE_TRANSFER))
                                                    : call(method, arguments)));
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(Objects.requireNonNull(real), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** A file that the system sends by itself would not be encrypted. */
    @Test
    void filesAreNotMovedPastTls() {
        rig.connect(rig.client().above(MovesFiles::new), client, rig.server(), server);

        assertThat(client.connection().info(Info.CAPABILITIES).orElseThrow())
                .containsExactlyInAnyOrder(Capability.STREAM, Capability.HALF_CLOSE);
    }
}
