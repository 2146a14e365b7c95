package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.NearestName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user gave to a command, checked: options that it has, and its operands.
 *
 * @param options the values of each given option, in the order given
 * @param operands as many as the command takes
 */
record Arguments(Map<Option, List<String>> options, List<String> operands) {

    /** Reads arguments as this command takes them; {@code --} ends the options. */
    static Arguments read(Command command, List<String> words) {
        Map<Option, List<String>> options = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        boolean onlyOperands = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
                operands.add(word);
            } else if (word.equals("--")) {
                onlyOperands = true;
            } else {
                int equals = word.indexOf('=');
                Option option = option(command, equals < 0 ? word : word.substring(0, equals));
                List<String> values = options.computeIfAbsent(option, o -> new ArrayList<>());
                if (!option.takesValue()) {
                    require(equals < 0, option.name() + " takes no value", command);
                } else if (equals >= 0) {
                    values.add(word.substring(equals + 1));
                } else {
                    i++;
                    values.add(i < words.size() ? words.get(i) : "");
                }
                // Also one that is empty: most likely a variable that was not set.
                require(
                        !option.takesValue() || !values.getLast().isEmpty(),
                        option.usage() + ": the value is missing",
                        command);
            }
        }
        Arguments arguments = new Arguments(options, operands);
        if (!arguments.has(Option.HELP)) {
            checkOperands(command, operands);
        }
        return arguments;
    }

    private static Option option(Command command, String name) {
        List<Option> known =
                Stream.concat(command.options().stream(), Stream.of(Option.HELP)).toList();
        return known.stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                misused(
                                        "there is no option '"
                                                + name
                                                + "'"
                                                + NearestName.question(
                                                        name,
                                                        known.stream().map(Option::name).toList()),
                                        command));
    }

    private static void checkOperands(Command command, List<String> operands) {
        List<String> wanted = command.operands();
        int given = operands.contains("") ? operands.indexOf("") : operands.size();
        if (given < wanted.size() && !wanted.get(given).startsWith("[")) {
            throw misused(wanted.get(given).replace("|", " or ") + " is missing", command);
        }
        if (operands.size() > wanted.size()) {
            throw misused(
                    "'" + operands.get(wanted.size()) + "' is one argument too many", command);
        }
    }

    private static void require(boolean holds, String message, Command command) {
        if (!holds) {
            throw misused(message, command);
        }
    }

    private static ConfigurationException misused(String message, Command command) {
        return new ConfigurationException(
                command.name() + ": " + message + " (try 'bogie " + command.name() + " --help')");
    }

    boolean has(Option option) {
        return options.containsKey(option);
    }

    /** The value of an option; of several the last. */
    Optional<String> value(Option option) {
        List<String> values = options.getOrDefault(option, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    List<String> values(Option option) {
        return options.getOrDefault(option, List.of());
    }

    String operand(int index) {
        return operands.get(index);
    }

    /** The port that was asked for. */
    int port(int fallback) {
        String text = value(Option.PORT).orElse(String.valueOf(fallback));
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new ConfigurationException("--port: '" + text + "' is not a port: 0 to 65535");
    }
}
