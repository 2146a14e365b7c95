package dev.bogie.benchmarks;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ServiceLoader;

/**
 * A transport with next to nothing above it: a canned answer for each empty line. What the contract
 * of transports costs above {@link SelectorFloor}, and what HTTP costs above this.
 */
public final class TransportServer {

    private TransportServer() {}

    /**
     * Serves until it is killed.
     *
     * @param args the name of the transport, then settings as {@code name=value}
     * @throws IOException if it cannot listen
     */
    public static void main(String[] args) throws IOException {
        Transport transport =
                ServiceLoader.load(Transport.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(found -> found.name().equals(args[0]))
                        .findAny()
                        .orElseThrow();
        Settings settings = Settings.defaults();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = args[i].substring(0, equals);
            Setting<?> setting =
                    transport.settings().stream()
                            .filter(known -> known.name().equals(name))
                            .findAny()
                            .orElseThrow();
            settings = with(settings, setting, args[i].substring(equals + 1));
        }
        Engine engine = transport.start(new Given(settings, new ChunkPool(1_024)));
        byte[] answer = Plaintext.canned();
        var listener =
                engine.listen(
                        new ListenTarget.Bind(Load.ADDRESS, Load.BACKLOG),
                        () -> new Canned(answer));
        Load.listening((InetSocketAddress) listener.address());
    }

    private static <T> Settings with(Settings settings, Setting<T> setting, String value) {
        return settings.with(setting, setting.read(value));
    }

    private record Given(Settings settings, BufferPool buffers) implements TransportContext {
        @Override
        public Threads threads() {
            return (kind, name, body) ->
                    switch (kind) {
                        case PLATFORM -> Thread.ofPlatform().name(name).start(body);
                        case VIRTUAL -> Thread.ofVirtual().name(name).start(body);
                    };
        }
    }

    private static final class Canned implements ConnectionHandler {
        private final EmptyLines lines = new EmptyLines();
        private final byte[] answer;
        private @Nullable Connection connection;

        Canned(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public void opened(Connection opened) {
            connection = opened;
        }

        @Override
        public void received(ByteBuffer in) {
            Connection to = connection;
            if (to != null) {
                for (int i = lines.count(in); i > 0; i--) {
                    to.output(answer.length).put(answer);
                }
            }
        }
    }
}
