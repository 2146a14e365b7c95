package dev.bogie.integration.packaging;

import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something that certain classes must not refer to.
 *
 * @param what a type ({@code java.lang.Thread}, its nested types included), a member ({@code
 *     java.lang.System#nanoTime}) or all below a package ({@code java.io.*})
 * @param except what is allowed nevertheless, in the same forms
 * @param why the reason, and what to use instead
 */
record Ban(String what, Set<String> except, String why) {

    static Ban of(String what, String why) {
        return new Ban(what, Set.of(), why);
    }

    Ban except(String... allowed) {
        return new Ban(what, Set.of(allowed), why);
    }

    /** One line for each forbidden reference of {@code model}. */
    static List<String> violations(ClassModel model, List<Ban> bans) {
        String name = model.thisClass().asInternalName().replace('/', '.');
        return References.of(model).stream().flatMap(r -> reasons(r, bans, name)).toList();
    }

    private static Stream<String> reasons(String reference, List<Ban> bans, String from) {
        return bans.stream()
                .filter(ban -> covers(ban.what, reference))
                .filter(ban -> ban.except.stream().noneMatch(e -> covers(e, reference)))
                .map(ban -> from + " refers to " + reference + ": " + ban.why);
    }

    private static boolean covers(String pattern, String reference) {
        if (pattern.endsWith(".*")) {
            return reference.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return reference.equals(pattern)
                || reference.startsWith(pattern + "#")
                || reference.startsWith(pattern + "$");
    }
}
