package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running server takes orders from other processes of its user. */
class ControlImageIT {
    @TempDir private Path above;

    @Test
    void aServerChangesItsTransportAndBackAndThenEnds() throws Exception {
        try (Launched demo = bogie("demo", "--port", "0", "--transport", "nio")) {
            String url = demo.url();
            assertThat(page(url)).contains(">nio<");

            assertThat(told("swap", "loom"))
                    .isEqualTo("on transport loom now; what is open on nio has 5m to end\n");
            assertThat(page(url)).contains(">loom<");
            assertThat(told("modules", "--live"))
                    .startsWith(url + " on transport loom\n")
                    .endsWith("no plugins\n");
            assertThat(told("swap", "--transport", "nio", "--grace", "30s"))
                    .isEqualTo("on transport nio now; what is open on loom has 30s to end\n");
            assertThat(page(url)).contains(">nio<");

            assertThat(told("drain")).isEqualTo("what is open has 10s to end\n");
            assertThat(demo.status()).as(demo.errors()).isZero();
        }
    }

    @Test
    void whatCannotBeIsRefusedAndTheServerGoesOn() throws Exception {
        try (Launched demo = bogie("demo", "--port", "0", "--transport", "nio")) {
            String url = demo.url();
            try (Launched refused = bogie("swap", "--transport", "lom")) {
                refused.wasRefused("there is no transport 'lom'; did you mean 'loom'?");
            }
            try (Launched refused = bogie("swap", "--transport", "loom", "--grace", "soon")) {
                refused.wasRefused("--grace: 'soon' must be");
            }
            try (Launched refused = bogie("plugin", "reload", "irc")) {
                refused.wasRefused("there is no plugin 'irc'; in service: none");
            }
            assertThat(page(url)).contains(">nio<");
        }
    }

    private Launched bogie(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--control", above.resolve("own").resolve("control").toString()));
        return Launched.bogie(all.toArray(String[]::new));
    }

    private String told(String... words) {
        try (Launched command = bogie(words)) {
            assertThat(command.status()).as(command.errors()).isZero();
            return command.output();
        }
    }

    /** On a connection of its own. */
    private static String page(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
