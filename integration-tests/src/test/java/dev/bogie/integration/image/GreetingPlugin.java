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

/**
 * A plugin that brings an application which greets, the protocol inside HTTP by which it does, and
 * a setting; compiled by the test.
 */
final class GreetingPlugin {
    /** Its application. */
    static final String CLASS = "org.example.greet.Greet";

    private static final Path PUBLISHED = Path.of("target", "published");
    private static final Path LIBRARIES = Path.of("target", "libraries");
    private static final String MODULE =
            """
            module org.example.greet {
                requires dev.bogie.http;
                provides dev.bogie.transport.Protocol with org.example.greet.Spoken;
                provides dev.bogie.http.HttpApplication with org.example.greet.Greet;
            }
            """;
    private static final String APPLICATION =
            """
            package org.example.greet;
            import dev.bogie.http.*;
            import dev.bogie.transport.Setting;
            import java.util.List;
            import java.util.function.LongSupplier;
            public final class Greet implements HttpApplication {
                private static final Setting<Long> TIMES =
                        Setting.count("greet.times", 1, 1, 9, "how often it greets");
                public Greet() { CONSTRUCTOR }
                public String name() { return "greet"; }
                public String description() { return "greets"; }
                public List<Setting<?>> settings() { return List.of(TIMES); }
                public Running start(Context context) {
                    LongSupplier times = () -> context.protocols().settings().get(TIMES);
                    return Running.of(
                            ExchangeProtocol.handler(
                                    context.protocols(), LongSupplier.class, times));
                }
            }
            """;
    private static final String PROTOCOL =
            """
            package org.example.greet;
            import dev.bogie.http.*;
            import dev.bogie.transport.ProtocolContext;
            import java.util.function.LongSupplier;
            public final class Spoken implements ExchangeProtocol<LongSupplier> {
                public String name() { return "spoken"; }
                public Class<LongSupplier> contract() { return LongSupplier.class; }
                public HttpHandler serve(LongSupplier times, ProtocolContext context) {
                    return request ->
                            Response.text("greetings".repeat((int) times.getAsLong()));
                }
            }
            """;

    private GreetingPlugin() {}

    /** Writes its jar; the directory is for what that takes. */
    static void writeTo(Path jar, Path directory) throws IOException {
        writeTo(jar, directory, "");
    }

    /** The same, with statements for the constructor of its application. */
    static void writeTo(Path jar, Path directory, String constructor) throws IOException {
        Path sources = Files.createDirectory(directory.resolve("greet-sources"));
        Path classes = Files.createDirectory(directory.resolve("greet-classes"));
        List<Path> files =
                List.of(
                        Files.writeString(sources.resolve("module-info.java"), MODULE),
                        Files.writeString(
                                sources.resolve("Greet.java"),
                                APPLICATION.replace("CONSTRUCTOR", constructor)),
                        Files.writeString(sources.resolve("Spoken.java"), PROTOCOL));
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
