package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What things are called in a new project.
 *
 * @param name of what it brings, such as {@code line-echo}
 * @param type what the names of its types begin with, such as {@code LineEcho}
 * @param packageName its package and module, such as {@code org.example.lineecho}
 */
record ProjectNames(String name, String type, String packageName) {
    private static final int LONGEST = 40;
    private static final Pattern NAME = Pattern.compile("[a-z](?:-?[a-z0-9])*");
    private static final Pattern PACKAGE =
            Pattern.compile("[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)+");

    /** What cannot be the name of a package though it is made of letters (JLS §3.9). */
    private static final Set<String> RESERVED =
            Set.of(
                    ("abstract assert boolean break byte case catch char class const continue"
                         + " default do double else enum extends final finally float for goto if"
                         + " implements import instanceof int interface long native new package"
                         + " private protected public return short static strictfp super switch"
                         + " synchronized this throw throws transient try void volatile while true"
                         + " false null")
                            .split(" ", -1));

    /** Packages of others, by what they begin with. */
    private static final Map<String, String> OWNERS =
            Map.ofEntries(
                    Map.entry("dev.bogie", "Bogie"),
                    Map.entry("java", "Java"),
                    Map.entry("javax", "Java"),
                    Map.entry("jdk", "the JDK"),
                    Map.entry("sun", "the JDK"),
                    Map.entry("com.sun", "the JDK"),
                    Map.entry("netscape", "the JDK"),
                    Map.entry("org.ietf.jgss", "the JDK"),
                    Map.entry("org.w3c.dom", "the JDK"),
                    Map.entry("org.xml.sax", "the JDK"),
                    Map.entry("org.slf4j", "SLF4J"),
                    Map.entry("org.jspecify", "JSpecify"),
                    Map.entry("org.junit", "JUnit"),
                    Map.entry("org.opentest4j", "OpenTest4J"));

    /**
     * Derives and checks names.
     *
     * @param name as the user gave it
     * @param packageName as the user gave it; empty if not
     */
    static ProjectNames of(String name, String packageName) {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "new: '"
                            + name
                            + "' is not a name: up to "
                            + LONGEST
                            + " lower-case letters and digits, a letter first, single dashes"
                            + " between");
        }
        String joined = name.replace("-", "");
        String in = packageName.isEmpty() ? "org.example." + joined : packageName;
        if (!PACKAGE.matcher(in).matches()) {
            throw new ConfigurationException(
                    "--package: '" + in + "' is not a package such as org.example.shout");
        }
        for (String part : in.split("\\.", -1)) {
            if (RESERVED.contains(part)) {
                throw unusable(in, "'" + part + "' is a word of the Java language");
            }
            if (Character.isDigit(part.charAt(part.length() - 1))) {
                throw unusable(in, "the names of modules should not end in digits");
            }
        }
        OWNERS.forEach(
                (prefix, owner) -> {
                    if ((in + ".").startsWith(prefix + ".")) {
                        throw unusable(in, prefix + " is of " + owner);
                    }
                });
        return new ProjectNames(name, type(name), in);
    }

    /** For a package that is another's: no two modules may have the same. */
    static ConfigurationException unusable(String in, String why) {
        return new ConfigurationException(
                "new: the package " + in + " cannot be: " + why + "; choose one by --package");
    }

    private static String type(String name) {
        StringBuilder type = new StringBuilder();
        for (String part : name.split("-", -1)) {
            type.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return type.toString();
    }

    /** What Maven calls the group. */
    String group() {
        return packageName.substring(0, packageName.lastIndexOf('.'));
    }

    /** Where sources of the package are. */
    String path() {
        return packageName.replace('.', '/');
    }
}
