package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Registry;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Serves the demo to itself for a moment, so that the classes which that needs can be archived for
 * a faster start. Run by the build of the image.
 */
final class TrainCommand implements Command {
    private static final int REQUESTS = 50;

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

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Registry registry = Registry.installed();
        HttpApplication chat = Applications.in(registry).named(DemoCommand.APPLICATION);
        Serving serving = Serving.start(arguments, 0, registry, PluginOptions.none(), chat::start);
        int status;
        try (Client<HttpHandler> client =
                Client.builder(HttpHandler.class).registry(registry).open()) {
            for (int i = 0; i < REQUESTS; i++) {
                Response response = client.api().handle(Request.get(serving.url()));
                response.body().writeTo(nowhere);
                response.close();
            }
        } finally {
            status = serving.drain(out);
        }
        return status;
    }
}
