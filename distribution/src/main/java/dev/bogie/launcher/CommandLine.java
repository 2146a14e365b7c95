package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.NearestName;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The commands, and how one of them is found in a list of words.
 *
 * @param commands all commands
 * @param width of the help
 */
record CommandLine(List<Command> commands, int width) {
    private static final String HELP = Option.HELP.name();
    private static final String VERSION = "--version";

    int run(List<String> words, PrintStream out) throws Exception {
        if (words.isEmpty() || words.getFirst().equals(HELP)) {
            help(out);
            return words.isEmpty() ? Main.MISUSED : Main.OK;
        }
        String first = words.getFirst();
        if (first.equals(VERSION)) {
            if (words.size() > 1) {
                throw new ConfigurationException(
                        "'" + words.get(1) + "' is one argument too many (try 'bogie --help')");
            }
            out.println(version());
            return Main.OK;
        }
        Command command = command(first);
        Arguments arguments = Arguments.read(command, words.subList(1, words.size()));
        if (arguments.has(Option.HELP)) {
            help(command, out);
            return Main.OK;
        }
        return command.run(arguments, out);
    }

    /** How the process ends after it was run with these words. */
    Ending ending(List<String> words) {
        return commands.stream()
                .filter(c -> words.indexOf(c.name()) == 0)
                .findFirst()
                .map(Command::ending)
                .orElse(Ending.EXIT);
    }

    private Command command(String name) {
        List<String> known =
                Stream.concat(
                                commands.stream().filter(Command::isListed).map(Command::name),
                                Stream.of(HELP, VERSION))
                        .toList();
        String kind = name.startsWith("-") ? "option" : "command";
        return commands.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        "there is no "
                                                + kind
                                                + " '"
                                                + name
                                                + "'"
                                                + NearestName.question(name, known)
                                                + " (try 'bogie --help')"));
    }

    private void help(PrintStream out) {
        out.println("usage: bogie COMMAND [OPTION...]");
        out.println();
        Table table = new Table(width);
        commands.stream()
                .filter(Command::isListed)
                .forEach(c -> table.row("  " + c.usage(), c.summary()));
        table.row("  --version", "show the version of bogie, of Java and of the system");
        table.row("  --help", "show this help; 'bogie COMMAND --help' tells about a command");
        table.print(out);
    }

    private void help(Command command, PrintStream out) {
        out.println("usage: bogie " + command.usage() + " [OPTION...]");
        out.println();
        Table summary = new Table(width);
        summary.row(command.summary());
        command.ways().forEach((how, what) -> summary.row("  " + how, what));
        summary.print(out);
        out.println();
        Table table = new Table(width);
        command.options().forEach(o -> table.row("  " + o.usage(), o.text()));
        table.row("  " + HELP, Option.HELP.text());
        table.print(out);
    }

    private static String version() {
        Module module = Main.class.getModule();
        String version =
                module.isNamed()
                        ? module.getDescriptor().rawVersion().orElse("unknown")
                        : "unknown";
        return "bogie "
                + version
                + " (Java "
                + Runtime.version()
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ")";
    }
}
