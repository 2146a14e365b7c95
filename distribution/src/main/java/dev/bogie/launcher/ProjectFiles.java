package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The files of a new project, made of resources in {@code project}: {@code KIND.files} lists
 * resources and paths; in both, words in double braces stand for names.
 *
 * <p>A resource that is a Java file is a model, which is compiled and tested by this build as it
 * stands: what passes there is what is written, under other names.
 *
 * @param texts by path
 */
record ProjectFiles(Map<String, String> texts) {
    /** What projects are for. */
    static final List<String> KINDS = List.of("protocol", "transport", "application");

    private static final String FOLDER = "project/";

    /** By what projects are for: a protocol has none, as that of the test kit is made to break. */
    private static final Map<String, Model> MODELS =
            Map.of(
                    "transport", new Model("dev.bogie.testkit.stranger", "Pipe"),
                    "application", new Model("dev.bogie.launcher.stranger", "Board"));

    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+\\.(\\w+));$");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);$");

    /**
     * Java files that stand for others.
     *
     * @param packageName theirs
     * @param type what the names of their types begin with
     */
    private record Model(String packageName, String type) {
        String renamed(String text, ProjectNames names) {
            String name = type.toLowerCase(Locale.ROOT);
            return text.replaceAll("\\b" + type + "(?=[A-Z])", names.type())
                    .replaceAll("\"" + name + "(?=[.\"])", '"' + names.name())
                    .replace(packageName, names.packageName());
        }
    }

    /**
     * Makes them.
     *
     * @throws ConfigurationException if a type of the project would be named as one that it uses,
     *     or a package as one that is there
     */
    static ProjectFiles of(String kind, ProjectNames names) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("needs", part(kind + "-needs.xml"));
        values.put("requirements", part("readme-requirements.md"));
        values.put("files", part("readme-files.md"));
        values.put("kind", kind);
        values.put("name", names.name());
        values.put("Type", names.type());
        values.put("package", names.packageName());
        values.put("group", names.group());
        values.put("path", names.path());
        values.put("bogie", version());
        Map<String, String> texts = new LinkedHashMap<>();
        for (String line : resource(kind + ".files").lines().toList()) {
            String[] words = line.split("\\s+", 2);
            String text = resource(words[0]);
            Model model = words[0].endsWith(".java") ? MODELS.get(kind) : null;
            texts.put(
                    filled(words[1], values),
                    model == null ? filled(text, values) : model.renamed(text, names));
        }
        ProjectFiles files = new ProjectFiles(texts);
        files.check(kind, names);
        return files;
    }

    /** The packages that its sources have. */
    Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        for (String text : texts.values()) {
            PACKAGE.matcher(text).results().forEach(found -> packages.add(found.group(1)));
        }
        return packages;
    }

    private void check(String kind, ProjectNames names) {
        Set<String> types = new HashSet<>();
        for (String path : texts.keySet()) {
            types.add(path.substring(path.lastIndexOf('/') + 1));
        }
        for (String text : texts.values()) {
            IMPORT.matcher(text)
                    .results()
                    .filter(i -> types.contains(i.group(2) + ".java"))
                    .filter(i -> !i.group(1).startsWith(names.packageName() + "."))
                    .findFirst()
                    .ifPresent(
                            i -> {
                                throw new ConfigurationException(
                                        "new: the "
                                                + kind
                                                + " "
                                                + names.name()
                                                + " would have a type "
                                                + i.group(2)
                                                + " beside "
                                                + i.group(1)
                                                + "; choose another name");
                            });
        }
    }

    /** That of this command: the contract that the project is written for. */
    private static String version() {
        Module module = ProjectFiles.class.getModule();
        String unknown = "VERSION-OF-BOGIE";
        return module.isNamed() ? module.getDescriptor().rawVersion().orElse(unknown) : unknown;
    }

    private static String filled(String text, Map<String, String> values) {
        String result = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            result = result.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return result;
    }

    /** What stands in place of a line of another text. */
    private static String part(String name) throws IOException {
        return resource(name).stripTrailing();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProjectFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException("this image lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
