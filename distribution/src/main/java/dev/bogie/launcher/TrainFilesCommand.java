package dev.bogie.launcher;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does as {@code serve} does, for a moment and for itself, from the reading of the command line to
 * the drain: for the same purpose as {@link TrainCommand}, in an image that holds no demo.
 */
final class TrainFilesCommand implements Command {
    private static final int REQUESTS = 50;

    @Override
    public String name() {
        return "train-files";
    }

    @Override
    public String summary() {
        return "serve a file to itself for a moment: the build archives the classes it used";
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments none, PrintStream out) throws Exception {
        Path directory = Files.createTempDirectory("bogie-train");
        Path site = Files.createDirectory(directory.resolve("site"));
        Path page = Files.writeString(site.resolve("index.html"), "<!doctype html>");
        Path own = directory.resolve("own");
        try {
            return serve(
                    Arguments.read(
                            new ServeCommand(),
                            List.of(
                                    site.toString(),
                                    Option.PORT.name(),
                                    "0",
                                    Option.CONTROL.name(),
                                    own.resolve("control").toString())));
        } finally {
            for (Path path : List.of(page, site, own, directory)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static int serve(Arguments arguments) throws Exception {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Serving serving = ServeCommand.start(arguments);
        ControlSocket control = serving.control(arguments);
        try {
            serving.announce(ServeCommand.what(arguments), nowhere);
            visit(serving.url(), nowhere);
        } finally {
            if (control != null) {
                control.close();
            }
        }
        return serving.drain(nowhere);
    }

    private static void visit(String url, PrintStream nowhere) throws Exception {
        try (Client<HttpHandler> client = Client.open(HttpHandler.class)) {
            for (int i = 0; i < REQUESTS; i++) {
                try (Response page = client.api().handle(Request.get(url))) {
                    page.body().writeTo(nowhere);
                }
            }
        }
    }
}
