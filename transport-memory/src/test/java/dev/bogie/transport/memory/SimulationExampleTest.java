package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The example of the package's documentation, and that it is the one that stands there. */
class SimulationExampleTest {
    private static final String HERE = "java/dev/bogie/transport/memory/";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersEveryLine(long seed) throws IOException {
        Network network = Network.seeded(seed).rough();
        Engine engine = network.engine();
        Listener listener = engine.listen(ListenTarget.loopback(0), LineServer::new);
        LineClient client = new LineClient("one", "two", "three");

        network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        network.run();

        assertThat(client.answers()).as("%s", network).containsExactly("ONE", "TWO", "THREE");
        assertThat(network.isDeterministic()).isTrue();
    }

    @Test
    void theDocumentationShowsThisVeryTest() throws IOException {
        String shown = squeezed(Path.of("src/main", HERE, "package-info.java"), " * ");
        String tested = squeezed(Path.of("src/test", HERE, "SimulationExampleTest.java"), "");
        int from = shown.indexOf("@ParameterizedTest");
        String example = shown.substring(from, shown.indexOf("}}", from) + 1);

        assertThat(tested).contains(example);
    }

    private static String squeezed(Path file, String prefix) throws IOException {
        return Files.readString(file).replace("\n" + prefix, "\n").replaceAll("\\s*\\*?\\s+", "");
    }

    /** Answers a line with the same in capitals. */
    private static final class LineServer implements ConnectionHandler {
        private @Nullable Connection connection;

        @Override
        public void opened(Connection opened) {
            connection = opened;
        }

        @Override
        public void received(ByteBuffer in) {
            String text = StandardCharsets.US_ASCII.decode(in.duplicate()).toString();
            int end = text.lastIndexOf('\n') + 1;
            in.position(in.position() + end);
            byte[] answer =
                    text.substring(0, end)
                            .toUpperCase(Locale.ROOT)
                            .getBytes(StandardCharsets.US_ASCII);
            if (connection != null) {
                connection.write(ByteBuffer.wrap(answer), null);
            }
        }
    }

    /** Says lines and ends; notes what it hears. */
    private static final class LineClient implements ConnectionHandler {
        private final StringBuilder heard = new StringBuilder();
        private final String said;

        LineClient(String... lines) {
            said = String.join("\n", lines) + "\n";
        }

        List<String> answers() {
            return heard.toString().lines().toList();
        }

        @Override
        public void opened(Connection connection) {
            connection.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)), null);
            connection.end();
        }

        @Override
        public void received(ByteBuffer in) {
            heard.append(StandardCharsets.US_ASCII.decode(in));
        }
    }
}
