package dev.bogie.integration.image;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plugin that brings an application which greets; compiled by the test. */
final class GreetingPlugin {
    /** Its one class. */
    static final String CLASS = "org.example.greet.Greet";

    private static final Path PUBLISHED = Path.of("target", "published");
    private static final Path LIBRARIES = Path.of("target", "libraries");
    private static final String MODULE =
            """
            module org.example.greet {
                requires dev.bogie.http;
                provides dev.bogie.http.HttpApplication with org.example.greet.Greet;
            }
            """;
    private static final String APPLICATION =
            """
            package org.example.greet;
            import dev.bogie.http.*;
            public final class Greet implements HttpApplication {
                public String name() { return "greet"; }
                public String description() { return "greets"; }
                public Running start(Context context) {
                    return Running.of(request -> Response.text("greetings"));
                }
            }
            """;

    private GreetingPlugin() {}

    /** Writes its jar; the directory is for what that takes. */
    static void writeTo(Path jar, Path directory) throws IOException {
        Path sources = Files.createDirectory(directory.resolve("greet-sources"));
        Path classes = Files.createDirectory(directory.resolve("greet-classes"));
        List<Path> files =
                List.of(
                        Files.writeString(sources.resolve("module-info.java"), MODULE),
                        Files.writeString(sources.resolve("Greet.java"), APPLICATION));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-d",
                            classes.toString(),
                            "-p",
                            PUBLISHED + File.pathSeparator + LIBRARIES);
            boolean compiled =
                    javac.getTask(
                                    null,
                                    manager,
                                    null,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            if (!compiled) {
                throw new IllegalStateException("the plugin does not compile");
            }
        }
        pack(classes, jar);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Path unfinished = jar.resolveSibling("greet.new");
        try (OutputStream file = Files.newOutputStream(unfinished);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            all.filter(Files::isRegularFile)
                    .forEach(
                            path -> {
                                try {
                                    out.putNextEntry(
                                            new JarEntry(classes.relativize(path).toString()));
                                    Files.copy(path, out);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
        Files.move(unfinished, jar);
    }
}
