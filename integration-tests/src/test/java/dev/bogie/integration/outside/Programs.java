package dev.bogie.integration.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of a document, cut out of it, compiled and run as they stand. */
final class Programs {
    /** The root of the source tree. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FILE = Pattern.compile("`(\\w+\\.java)`");
    private static final List<String> MODULES =
            List.of("-p", "distribution/target/modules", "--add-modules", "ALL-MODULE-PATH");

    private final List<String> lines;
    private final Map<String, List<String>> sources = new LinkedHashMap<>();
    private final Path directory;

    /**
     * Compiles the programs of a document.
     *
     * @param document relative to the root
     * @param directory where to
     */
    Programs(String document, Path directory) throws IOException {
        this.lines = Files.readAllLines(ROOT.resolve(document));
        this.directory = directory;
        cut();
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, List<String>> program : sources.entrySet()) {
            files.add(Files.write(source(program.getKey()), program.getValue()));
        }
        List<String> path = new ArrayList<>(MODULES);
        path.set(1, ROOT.resolve(path.get(1)).toString());
        Compiled.into(directory.resolve("classes"), files, path);
    }

    /** Each Java block that follows the mention of a file, by its name. */
    private void cut() {
        String file = "";
        List<String> block = null;
        for (String line : lines) {
            if (block != null && line.equals("```")) {
                if (!file.isEmpty()) {
                    sources.put(file, block);
                }
                file = "";
                block = null;
            } else if (block != null) {
                block.add(line);
            } else if (line.equals("```java")) {
                block = new ArrayList<>();
            } else {
                Matcher name = FILE.matcher(line);
                if (name.find()) {
                    file = name.group(1);
                }
            }
        }
    }

    /** The document. */
    List<String> lines() {
        return lines;
    }

    /** The programs, by the names of their files. */
    Map<String, List<String>> sources() {
        return sources;
    }

    /** Where the source of a program is. */
    Path source(String file) {
        return directory.resolve(file);
    }

    /** Runs one, compiled. */
    Program run(String name, String... arguments) {
        List<String> all = new ArrayList<>(MODULES);
        all.addAll(List.of("-cp", directory.resolve("classes").toString(), name));
        all.addAll(List.of(arguments));
        return Program.java(ROOT, all);
    }
}
