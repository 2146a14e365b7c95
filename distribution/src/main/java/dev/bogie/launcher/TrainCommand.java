package dev.bogie.launcher;

import dev.bogie.runtime.Registry;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.io.PrintStream;
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
    public Ending ending() {
        return Ending.BY_ITSELF;
    }

    @Override
    public List<Option> options() {
        return List.of(Option.TRANSPORT, Option.SET);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        List<String> words = new ArrayList<>();
        for (Option option : options()) {
            arguments.values(option).forEach(value -> words.addAll(List.of(option.name(), value)));
        }
        try (Rehearsal rehearsal = Rehearsal.begin()) {
            int status =
                    serve(
                            rehearsal,
                            words,
                            url -> Rehearsal.ask(url, Settings.defaults(), REQUESTS));
            return status == Main.OK && TlsOptions.isInstalled(Registry.installed())
                    ? serveTls(rehearsal, words)
                    : status;
        }
    }

    private static int serveTls(Rehearsal rehearsal, List<String> words) throws Exception {
        Path cert = rehearsal.directory().resolve("train.crt");
        Path key = rehearsal.directory().resolve("train.key");
        Tls.writeSelfSigned(cert, key);
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(TlsOptions.CERT.name(), cert.toString()));
        all.addAll(List.of(TlsOptions.KEY.name(), key.toString()));
        Settings trusting = Registry.installed().settings().read(List.of("tls.trust=" + cert));
        return serve(
                rehearsal,
                all,
                url -> {
                    for (int i = 0; i < HANDSHAKES; i++) {
                        Rehearsal.ask(url, trusting, 1);
                    }
                    askInVain(url);
                });
    }

    private static int serve(Rehearsal rehearsal, List<String> words, Serving.Visit visit)
            throws Exception {
        List<String> all = new ArrayList<>(words);
        all.addAll(rehearsal.place());
        Arguments arguments = Arguments.read(new DemoCommand(), all);
        return Rehearsal.serve(DemoCommand.start(arguments), arguments, visit);
    }

    /** As a client that trusts Java's own authorities: it reads them, and then refuses us. */
    private static void askInVain(String url) throws Exception {
        try {
            Rehearsal.ask(url, Settings.defaults(), 1);
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("a certificate that nobody has issued was believed");
    }
}
