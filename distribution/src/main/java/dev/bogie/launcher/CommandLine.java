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
 */
record CommandLine(List<Command> commands) {
    private static final String HELP = Option.HELP.name();
    private static final String VERSION = "--version";

    int run(List<String> words, PrintStream out) throws Exception {
        if (words.isEmpty() || words.getFirst().equals(HELP)) {
            help(out);
            return words.isEmpty() ? Main.MISUSED : Main.OK;
        }
        String first = words.getFirst();
        if (first.equals(VERSION)) {
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
        Table table = new Table();
        commands.stream()
                .filter(Command::isListed)
                .forEach(c -> table.row("  " + usage(c), c.summary()));
        table.row("  --version", "show the version of bogie, of Java and of the system");
        table.row("  --help", "show this help; 'bogie COMMAND --help' tells about a command");
        table.print(out);
    }

    private static void help(Command command, PrintStream out) {
        out.println("usage: bogie " + usage(command) + " [OPTION...]");
        out.println();
        out.println(command.summary());
        out.println();
        Table table = new Table();
        command.options().forEach(o -> table.row("  " + o.usage(), o.text()));
        table.row("  " + HELP, Option.HELP.text());
        table.print(out);
    }

    private static String usage(Command command) {
        return String.join(
                " ",
                Stream.concat(Stream.of(command.name()), command.operands().stream()).toList());
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
