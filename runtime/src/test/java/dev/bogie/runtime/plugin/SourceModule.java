package dev.bogie.runtime.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A module in source form, compiled and packed at test time. Not thread-safe. */
final class SourceModule {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

    private final String name;
    private final Path work;
    private final List<String> directives = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final List<String[]> sources = new ArrayList<>();
    private String version = "1.0";

    private SourceModule(String name, Path work) {
        this.name = name;
        this.work = work;
        path.add(System.getProperty("jdk.module.path"));
    }

    /** A module that requires the contracts. */
    static SourceModule named(String name, Path temporary) {
        return bare(name, temporary).with("requires dev.bogie.transport;");
    }

    /** A module that requires nothing. */
    static SourceModule bare(String name, Path temporary) {
        try {
            return new SourceModule(name, Files.createTempDirectory(temporary, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SourceModule version(String version) {
        this.version = version;
        return this;
    }

    /** A directive of the descriptor, with its semicolon. */
    SourceModule with(String directive) {
        directives.add(directive);
        return this;
    }

    /** Compiled against another jar, or a directory of classes. */
    SourceModule against(Path jar) {
        path.addFirst(jar.toString());
        return this;
    }

    /** A class, by its full name. */
    SourceModule type(String type, String source) {
        sources.add(new String[] {type, source});
        return this;
    }

    /** Compiles it. */
    Path classes() {
        try {
            Path src = work.resolve("src");
            List<String> arguments = new ArrayList<>();
            arguments.addAll(List.of("-proc:none", "-nowarn", "--release", "25"));
            arguments.addAll(List.of("-d", work.resolve("classes").toString()));
            arguments.addAll(List.of("-p", String.join(java.io.File.pathSeparator, path)));
            arguments.addAll(List.of("--module-version", version));
            arguments.add(
                    write(
                            src.resolve("module-info.java"),
                            "module " + name + " {" + String.join("\n", directives) + "}"));
            for (String[] source : sources) {
                arguments.add(write(src.resolve(source[0].replace('.', '/') + ".java"), source[1]));
            }
            compile(arguments);
            return work.resolve("classes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    static void compile(List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        if (JAVAC.run(out, out, arguments.toArray(String[]::new)) != 0) {
            throw new AssertionError(said.toString());
        }
    }

    /** Compiles it, and packs it. */
    Path jar() {
        return pack(classes(), work.resolve(name + ".jar"));
    }

    /** Packs a folder of classes; who may write to the jar is only this user. */
    static Path pack(Path classes, Path jar) {
        try {
            Files.deleteIfExists(jar);
            try (OutputStream file = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(file);
                    Stream<Path> all = Files.walk(classes)) {
                for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(path).toString().replace('\\', '/')));
                    Files.copy(path, zip);
                }
            }
            Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
