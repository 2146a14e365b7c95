package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a new project, made of resources in {@code project}: {@code KIND.files} lists
 * resources and paths; in both, words in double braces stand for names.
 *
 * <p>A resource that is a Java file is one of the small transport that the test kit is tested with:
 * what passes there is what is written, under other names.
 *
 * @param texts by path
 */
record ProjectFiles(Map<String, String> texts) {
    /** What projects are for. */
    static final List<String> KINDS = List.of("protocol", "transport");

    private static final String FOLDER = "project/";
    private static final String MODEL_PACKAGE = "dev.bogie.testkit.stranger";
    private static final Pattern MODEL_TYPE = Pattern.compile("\\bPipe(?=[A-Z])");
    private static final String MODEL_NAME = "\"pipe\"";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+\\.(\\w+));$");

    /**
     * Makes them.
     *
     * @throws ConfigurationException if a type of the project would be named as one that it uses
     */
    static ProjectFiles of(String kind, ProjectNames names) throws IOException {
        Map<String, String> values =
                Map.of(
                        "kind", kind,
                        "name", names.name(),
                        "Type", names.type(),
                        "package", names.packageName(),
                        "group", names.group(),
                        "path", names.path(),
                        "bogie", version());
        Map<String, String> texts = new LinkedHashMap<>();
        for (String line : resource(kind + ".files").lines().toList()) {
            String[] words = line.split("\\s+", 2);
            String text = resource(words[0]);
            boolean model = words[0].endsWith(".java");
            texts.put(
                    filled(words[1], values), model ? renamed(text, names) : filled(text, values));
        }
        ProjectFiles files = new ProjectFiles(texts);
        files.check(kind, names);
        return files;
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
                                        "new: a "
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

    private static String renamed(String model, ProjectNames names) {
        String types = MODEL_TYPE.matcher(model).replaceAll(names.type());
        return types.replace(MODEL_PACKAGE, names.packageName())
                .replace(MODEL_NAME, '"' + names.name() + '"');
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProjectFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException("this image lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Writes all of them.
     *
     * @param directory made if it is not there; what is there must be empty
     * @throws ConfigurationException if it is not: nothing is overwritten
     */
    void writeTo(Path directory) throws IOException {
        if (Files.exists(directory) && !isEmpty(directory)) {
            throw new ConfigurationException(
                    "new: there is something at "
                            + directory
                            + " already, and nothing was written; choose another place by"
                            + " --directory");
        }
        for (Map.Entry<String, String> file : texts.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue(), StandardOpenOption.CREATE_NEW);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
