package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is published of an image: the program that packs it is run as {@code -Parchives} does. */
class ArchiveImageIT {
    private static final Pattern MODULE = Pattern.compile("\"bom-ref\": \"([^\"]+)\"");

    @TempDir private Path directory;

    /** The archive, unpacked elsewhere by the system's tar, is the image, and starts as fast. */
    @Test
    void theArchiveHoldsAnImageThatRuns() throws IOException {
        Path packed = directory.resolve("packed");
        archive(Launched.MINIMAL, "bogie-minimal", packed);
        Path archive = only(packed, "bogie-minimal-0.1-*.tar.gz");
        run(packed, "sha256sum", "--check", "--strict", "SHA256SUMS");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        run(unpacked, "tar", "-xzf", archive.toString());
        Path image = only(unpacked, "bogie-minimal-0.1-*");

        run(directory, "diff", "-r", image.toString(), Launched.MINIMAL.toString());
        try (Launched bogie = Launched.withOptions("-XX:AOTMode=on", image, "--version")) {
            assertThat(bogie.output()).as(bogie.errors()).startsWith("bogie 0.").hasLineCount(1);
        }
        assertThat(Files.readString(packed.resolve("SHA256SUMS"))).hasLineCount(2);
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        Path image = Files.createDirectory(directory.resolve("image"));
        Path program = Files.writeString(image.resolve("program"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path deep = Files.createDirectories(image.resolve("a".repeat(60)).resolve("b".repeat(60)));
        Files.writeString(deep.resolve("deep"), "x".repeat(1_000));
        Files.writeString(image.resolve("bogie.cdx.json"), "{}");
        Files.createSymbolicLink(image.resolve("link"), Path.of("program"));
        archive(image, "same", directory.resolve("one"));
        Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        archive(image, "same", directory.resolve("two"));

        Path one = only(directory.resolve("one"), "*.tar.gz");
        Path two = only(directory.resolve("two"), "*.tar.gz");
        assertThat(two).hasSameBinaryContentAs(one);
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        run(unpacked, "tar", "-xzf", one.toString());
        run(directory, "diff", "-r", only(unpacked, "same-*").toString(), image.toString());
    }

    @Test
    void theBillNamesWhatIsInTheImage() throws IOException {
        for (Path image : List.of(Launched.IMAGE, Launched.MINIMAL)) {
            String bill = Files.readString(image.resolve("bogie.cdx.json"));
            Set<String> billed =
                    MODULE.matcher(bill)
                            .results()
                            .map(m -> m.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
            try (Launched java =
                    Launched.start(image.resolve("bin").resolve("java"), "--list-modules")) {
                Set<String> held =
                        java.output()
                                .lines()
                                .map(m -> m.replaceAll("@.*", ""))
                                .collect(Collectors.toCollection(TreeSet::new));
                // and the image itself
                assertThat(billed).containsAll(held).hasSize(held.size() + 1);
            }
            assertThat(bill)
                    .contains("\"bomFormat\": \"CycloneDX\"", "\"pkg:maven/org.slf4j/slf4j-api@")
                    .containsPattern("\"pkg:generic/openjdk@25[^\"]*#java.base\"");
        }
    }

    @Test
    void theLicencesOfAllAreInTheImage() {
        for (Path image : List.of(Launched.IMAGE, Launched.MINIMAL)) {
            assertThat(image.resolve("LICENSE")).content().contains("Apache License");
            assertThat(image.resolve("NOTICE")).exists();
            assertThat(image.resolve("legal/org.slf4j/LICENSE.txt")).content().contains("QOS.ch");
            assertThat(image.resolve("legal/java.base/LICENSE")).content().contains("GNU General");
        }
    }

    private static void archive(Path image, String name, Path into) {
        run(
                Path.of("."),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Path.of("..", "distribution", "bin", "ArchiveImage.java").toString(),
                image.toString(),
                name,
                "0.1",
                "2026-11-01T00:00:00Z",
                into.toString());
    }

    private static Path only(Path in, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(in, glob)) {
            Iterator<Path> paths = found.iterator();
            Path path = paths.next();
            assertThat(paths.hasNext()).isFalse();
            return path;
        }
    }

    private static void run(Path in, String... command) {
        List<String> words =
                new ArrayList<>(List.of("-c", "cd \"$0\" && exec \"$@\"", in.toString()));
        words.addAll(List.of(command));
        try (Launched program = Launched.start(Path.of("/bin/sh"), words.toArray(String[]::new))) {
            assertThat(program.status()).as(program.errors()).isZero();
        }
    }
}
