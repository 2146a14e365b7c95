package dev.bogie.integration.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this build would publish, as a Maven repository of its own under {@code target}, and the
 * settings of a stranger who uses it. Nothing is written to the local repository of whoever runs
 * this: the stranger has another one, which takes all else from there, or from where Maven usually
 * finds it.
 */
final class Reactor {
    private static final Path HOME = Path.of("target", "stranger").toAbsolutePath();
    private static final Path REPOSITORY = HOME.resolve("repository");
    private static final Path LOCAL = HOME.resolve("local");
    private static final Path SETTINGS = HOME.resolve("settings.xml");
    private static final Path JARS = Path.of("target", "published");
    private static final Path ROOT = Path.of("..");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>bogie-parent</artifactId>\\s*<version>([^<]+)</version>");

    private Reactor() {}

    /** Fills the repository anew, and writes the settings. */
    static void install() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!version.find()) {
            throw new IllegalStateException("the parent pom has no version");
        }
        delete(REPOSITORY);
        delete(LOCAL.resolve("dev").resolve("bogie"));
        put("bogie-parent", version.group(1), ".pom", ROOT.resolve("pom.xml"));
        put("bogie-bom", version.group(1), ".pom", ROOT.resolve("bom").resolve("pom.xml"));
        try (Stream<Path> jars = Files.list(JARS)) {
            for (Path jar : jars.toList()) {
                String artifact = jar.getFileName().toString().replaceFirst("\\.jar$", "");
                Path folder = ROOT.resolve(artifact.replaceFirst("^bogie-", ""));
                put(artifact, version.group(1), ".jar", jar);
                put(artifact, version.group(1), ".pom", folder.resolve("pom.xml"));
            }
        }
        Files.writeString(SETTINGS, settings());
    }

    /** The command of a stranger's build. */
    static List<String> maven(String goal) {
        return List.of(
                "mvn",
                "-B",
                "-q",
                "-gs",
                SETTINGS.toString(),
                "-Dmaven.repo.local=" + LOCAL,
                "-Dstyle.color=never",
                goal);
    }

    private static void put(String artifact, String version, String suffix, Path file)
            throws IOException {
        Path folder = REPOSITORY.resolve("dev/bogie").resolve(artifact).resolve(version);
        Files.createDirectories(folder);
        Files.copy(
                file,
                folder.resolve(artifact + "-" + version + suffix),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Libraries and plugins come from the local repository of this build as far as they are there.
     */
    private static String settings() {
        String local =
                System.getProperty(
                        "localRepository",
                        Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
        String reactor = repository("reactor", REPOSITORY, false);
        String builder = repository("builder", Path.of(local), true);
        return """
        <settings>
          <profiles>
            <profile>
              <id>stranger</id>
              <repositories>%s%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>stranger</activeProfile></activeProfiles>
        </settings>
        """
                .formatted(
                        reactor,
                        builder,
                        builder.replaceAll("(</?)repository>", "$1pluginRepository>"));
    }

    private static String repository(String id, Path at, boolean released) {
        return """

                <repository>
                  <id>%s</id>
                  <url>%s</url>
                  <releases><enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>%s</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
                </repository>\
        """
                .formatted(id, at.toUri(), released, !released);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
