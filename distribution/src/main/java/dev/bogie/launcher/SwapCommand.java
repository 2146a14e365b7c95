package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Has a running server go over to another transport. */
final class SwapCommand implements Command {
    /** The order to the server. */
    static final String ORDER = "swap";

    private static final Option TO =
            new Option(Option.TRANSPORT.name(), "NAME", "the transport to go over to");
    private static final Option GRACE =
            new Option(
                    "--grace",
                    "TIME",
                    "how long open connections may stay on the old one, such as 30s; else the"
                            + " server's runtime.swap-time");

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "have a running server go over to another transport";
    }

    @Override
    public List<Option> options() {
        return List.of(TO, GRACE, Option.CONTROL);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        List<String> words = new ArrayList<>(List.of(ORDER));
        words.add(
                arguments
                        .value(TO)
                        .orElseThrow(
                                () ->
                                        new ConfigurationException(
                                                "swap: "
                                                        + TO.usage()
                                                        + " is missing (try 'bogie swap"
                                                        + " --help')")));
        arguments.value(GRACE).ifPresent(words::add);
        return ControlCommand.tell(arguments, words, out);
    }
}
