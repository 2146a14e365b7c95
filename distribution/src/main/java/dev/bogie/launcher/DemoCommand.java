package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.Registry;

import java.io.PrintStream;
import java.util.List;

/** Serves the demo application. */
final class DemoCommand implements Command {
    /** The application that is the demo. */
    static final String APPLICATION = "chat";

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "serve a chat room for browsers";
    }

    @Override
    public List<Option> options() {
        return Option.SERVING;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        return start(arguments).untilTheEnd("Demo", arguments, out);
    }

    /** Begins to serve. */
    static Serving start(Arguments arguments) {
        int port = arguments.port(Serving.PORT);
        Registry registry = Registry.installed();
        HttpApplication chat = Applications.in(registry).named(APPLICATION);
        return Serving.start(arguments, port, registry, PluginOptions.ofThisProcess(), chat::start);
    }
}
