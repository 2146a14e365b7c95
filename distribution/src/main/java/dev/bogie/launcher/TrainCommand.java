package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the demo to itself for a moment, so that the classes which that needs can be archived for
 * a faster start: in the clear, and over TLS where there is TLS. Run by the build of the image.
 */
final class TrainCommand implements Command {
    private static final int REQUESTS = 50;
    private static final int HANDSHAKES = 10;

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "serve the demo to itself for a moment: the build archives the classes it used";
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public List<Option> options() {
        return List.of(Option.TRANSPORT, Option.SET);
    }

    /** Asks a server that serves. */
    private interface Visit {
        void to(String url) throws Exception;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        List<String> words = new ArrayList<>();
        for (Option option : options()) {
            arguments.values(option).forEach(value -> words.addAll(List.of(option.name(), value)));
        }
        int status = serve(words, out, url -> get(url, Settings.defaults(), REQUESTS));
        return status == Main.OK && TlsOptions.isInstalled(Registry.installed())
                ? serveTls(words, out)
                : status;
    }

    private static int serveTls(List<String> words, PrintStream out) throws Exception {
        Path directory = Files.createTempDirectory("bogie-train");
        Path cert = directory.resolve("train.crt");
        Path key = directory.resolve("train.key");
        try {
            Tls.writeSelfSigned(cert, key);
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of(TlsOptions.CERT.name(), cert.toString()));
            all.addAll(List.of(TlsOptions.KEY.name(), key.toString()));
            Settings trusting = Registry.installed().settings().read(List.of("tls.trust=" + cert));
            return serve(
                    all,
                    out,
                    url -> {
                        for (int i = 0; i < HANDSHAKES; i++) {
                            get(url, trusting, 1);
                        }
                        askInVain(url);
                    });
        } finally {
            for (Path file : List.of(cert, key, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int serve(List<String> words, PrintStream out, Visit visit) throws Exception {
        Registry registry = Registry.installed();
        HttpApplication chat = Applications.in(registry).named(DemoCommand.APPLICATION);
        Arguments arguments = Arguments.read(new DemoCommand(), words);
        Serving serving = Serving.start(arguments, 0, registry, PluginOptions.none(), chat::start);
        int status;
        try {
            visit.to(serving.url());
        } finally {
            status = serving.drain(out);
        }
        return status;
    }

    private static void get(String url, Settings settings, int times) throws Exception {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (Client<HttpHandler> client =
                Client.builder(HttpHandler.class).settings(settings).open()) {
            for (int i = 0; i < times; i++) {
                Response response = client.api().handle(Request.get(url));
                response.body().writeTo(nowhere);
                response.close();
            }
        }
    }

    /** As a client that trusts Java's own authorities: it reads them, and then refuses us. */
    private static void askInVain(String url) throws Exception {
        try {
            get(url, Settings.defaults(), 1);
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("a certificate that nobody has issued was believed");
    }
}
