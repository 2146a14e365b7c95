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
            new Option(Option.TRANSPORT.name(), "NAME", "the same as NAME alone");
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
    public List<String> operands() {
        return List.of("[NAME]");
    }

    @Override
    public String usage() {
        return ORDER + " NAME"; // though an option may say it
    }

    @Override
    public List<Option> options() {
        return List.of(TO, GRACE, Option.CONTROL);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        List<String> named = new ArrayList<>(arguments.operands());
        named.addAll(arguments.values(TO));
        if (named.size() != 1) {
            throw new ConfigurationException(
                    "swap: "
                            + (named.isEmpty()
                                    ? "NAME is missing"
                                    : "one transport is wanted, not " + String.join(", ", named))
                            + " (try 'bogie swap --help')");
        }
        List<String> words = new ArrayList<>(List.of(ORDER));
        words.addAll(named);
        arguments.value(GRACE).ifPresent(words::add);
        return ControlCommand.tell(arguments, words, out);
    }
}
