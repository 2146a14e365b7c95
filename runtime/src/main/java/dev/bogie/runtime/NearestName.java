package dev.bogie.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a user may have meant by a name that does not exist. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name with the smallest edit distance, unless even that one is too far to be meant:
     * more than one edit for about every three characters.
     *
     * @param name what the user wrote
     * @param known the names that exist
     * @return the nearest; of equally near ones the first in alphabetical order
     */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> distance(name, k) <= tolerance(name, k))
                .min(
                        Comparator.comparingInt((String k) -> distance(name, k))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * The same as a sentence to append to an error.
     *
     * @param name what the user wrote
     * @param known the names that exist
     * @return {@code "; did you mean 'nearest'?"}, or nothing
     */
    public static String question(String name, Collection<String> known) {
        return of(name, known).map(k -> "; did you mean '" + k + "'?").orElse("");
    }

    private static int tolerance(String name, String known) {
        return Math.max(1, (Math.max(name.length(), known.length()) + 1) / 3);
    }

    /** Insertions, deletions, replacements, and swaps of neighbours, each counted as one. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
