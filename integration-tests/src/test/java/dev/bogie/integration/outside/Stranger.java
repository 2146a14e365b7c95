package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody who has what is published, Maven, and nothing else of this tree. */
final class Stranger {
    private Stranger() {}

    /**
     * Takes an example out of the tree and builds it, its tests included, by the machine's Maven on
     * the machine's Java.
     */
    static void build(String example, Path directory) throws IOException {
        Reactor.install();
        copy(Path.of("..", "examples", example), directory);
        // whoever has a JDK 25 where nobody looks tells Maven so
        Map<String, String> environment = Map.of("JAVA25_HOME", System.getProperty("java.home"));

        try (Program maven = Program.start(directory, environment, Reactor.maven("verify"))) {
            assertThat(maven.status()).as(maven.output()).isZero();
            assertThat(maven.output()).doesNotContain("WARN");
        }
    }

    /**
     * Puts a plugin into a directory that a server looks at, in one step: half of a jar would be
     * seen if it were copied there.
     */
    static void putIn(Path jar, Path plugins) throws IOException {
        Path target = plugins.resolve(jar.getFileName());
        Path beside = plugins.resolve(jar.getFileName() + ".new");
        Files.copy(jar, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(from)) {
            paths = walk.filter(p -> !from.relativize(p).startsWith("target")).toList();
        }
        for (Path path : paths) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }
}
