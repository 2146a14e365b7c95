package org.example.irc.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client says in a line (RFC 2812 §2.3.1). A source in front is dropped: who a client is,
 * the server knows.
 *
 * @param command in capitals; empty if the line has none
 * @param parameters fifteen at the most; the last may have spaces, and be empty
 */
public record IrcMessage(String command, List<String> parameters) {
    private static final int MAX_PARAMETERS = 15;

    /**
     * Reads a line. Every line is a message of some kind.
     *
     * @param line without its end
     * @return what it says
     */
    public static IrcMessage parse(String line) {
        int at = pastSpaces(line, 0);
        if (at < line.length() && line.charAt(at) == ':') {
            at = pastSpaces(line, endOfWord(line, at));
        }
        int end = endOfWord(line, at);
        String command = line.substring(at, end).toUpperCase(Locale.ROOT);
        List<String> parameters = new ArrayList<>();
        at = pastSpaces(line, end);
        while (at < line.length()) {
            boolean last = parameters.size() == MAX_PARAMETERS - 1;
            if (line.charAt(at) == ':' || last) {
                parameters.add(line.substring(line.charAt(at) == ':' ? at + 1 : at));
                break;
            }
            end = endOfWord(line, at);
            parameters.add(line.substring(at, end));
            at = pastSpaces(line, end);
        }
        return new IrcMessage(command, List.copyOf(parameters));
    }

    /**
     * A parameter.
     *
     * @param index from 0
     * @return the parameter, or an empty text if there are fewer
     */
    public String parameter(int index) {
        return index < parameters.size() ? parameters.get(index) : "";
    }

    private static int pastSpaces(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int endOfWord(String line, int from) {
        int end = line.indexOf(' ', from);
        return end < 0 ? line.length() : end;
    }
}
