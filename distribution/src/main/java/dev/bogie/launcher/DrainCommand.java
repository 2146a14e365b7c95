package dev.bogie.launcher;

import java.io.PrintStream;
import java.util.List;

/** Has a running server end, as a signal does. */
final class DrainCommand implements Command {
    /** The order to the server. */
    static final String ORDER = "drain";

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String summary() {
        return "have a running server finish what it has begun, and end";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.CONTROL);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws Exception {
        return ControlCommand.tell(arguments, List.of(ORDER), out);
    }
}
