package dev.bogie.launcher;

import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Text in columns, each as wide as its widest cell. The last cell of a row is broken into lines
 * where it would be too wide.
 */
final class Table {
    /** No line is broken. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String GAP = "  ";
    private static final int USUAL = 80;
    private static final int LEAST = 24; // of the last column: words are not torn to pieces

    private final List<List<String>> rows = new ArrayList<>();
    private final int limit;

    /** One with lines of any width. */
    Table() {
        this(UNLIMITED);
    }

    /**
     * One for lines of that width.
     *
     * @param limit in characters; the last column may still be 24 wide
     */
    Table(int limit) {
        this.limit = limit;
    }

    /** The width for people: of the terminal as far as that is known, or the usual one. */
    static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL;
    }

    /** Whether people read what is printed, not a program such as grep, which wants whole lines. */
    @SuppressWarnings("SystemConsoleNull") // on Java 25 it is null again where there is no terminal
    static boolean isForPeople() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintStream out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() - 1; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            int last = row.size() - 1;
            for (int i = 0; i < last; i++) {
                line.append(row.get(i));
                line.repeat(" ", width[i] - row.get(i).length()).append(GAP);
            }
            int indent = line.length();
            List<String> lines = lines(row.get(last), Math.max(LEAST, limit - indent));
            for (String text : lines) {
                out.println(line.append(text).toString().stripTrailing());
                line.setLength(0);
                line.repeat(" ", indent);
            }
        }
    }

    /** Breaks a text between words; a word that is too long stays whole. */
    private static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (text.length() - from > width) {
            int end = text.lastIndexOf(' ', from + width);
            if (end <= from) {
                end = text.indexOf(' ', from + 1);
            }
            if (end < 0) {
                break;
            }
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        lines.add(text.substring(from));
        return lines;
    }
}
