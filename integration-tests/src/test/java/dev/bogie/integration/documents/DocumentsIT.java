package dev.bogie.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;
import dev.bogie.sse.SseSettings;
import dev.bogie.transport.Setting;
import dev.bogie.websocket.WebSocketSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class DocumentsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Inline links and images, and the definitions of links by reference. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)|^\\[[^\\]]+\\]: (\\S+)", Pattern.MULTILINE);

    private static final Pattern REFERENCE = Pattern.compile("\\]\\[([^\\]]+)\\]");
    private static final Pattern SOURCE = Pattern.compile("\\b([A-Z]\\w+\\.java)\\b");
    private static final Pattern MODULE_ROW =
            Pattern.compile("^\\| `([a-z0-9-]+)` \\| `([a-z0-9.]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LIMIT_ROW =
            Pattern.compile("^\\| `([a-z0-9.-]+)` \\| (\\S+) \\| \\S", Pattern.MULTILINE);

    static List<Path> documents() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .filter(path -> Stream.of("target", ".git").noneMatch(within(path)::contains))
                    .toList();
        }
    }

    private static Set<String> within(Path path) {
        Set<String> names = new TreeSet<>();
        path.forEach(name -> names.add(name.toString()));
        return names;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) throws IOException {
        String text = Files.readString(ROOT.resolve(document));
        Path folder = ROOT.resolve(document).getParent();

        assertThat(
                        LINK.matcher(text)
                                .results()
                                .map(m -> m.group(1) != null ? m.group(1) : m.group(2))
                                .filter(link -> !link.startsWith("http")))
                .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
        assertThat(REFERENCE.matcher(text).results().map(m -> m.group(1)))
                .allSatisfy(name -> assertThat(text).contains("\n[" + name + "]: "));
    }

    @Test
    void theArchitectureNamesFilesThatAreThere() throws IOException {
        String text = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        Set<String> sources;
        try (Stream<Path> all = Files.walk(ROOT)) {
            sources =
                    all.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .collect(Collectors.toSet());
        }

        assertThat(SOURCE.matcher(text).results().map(MatchResult::group))
                .hasSizeGreaterThan(20)
                .isSubsetOf(sources);
    }

    @Test
    void theReadmeListsTheModulesThatArePublished() throws IOException {
        Map<String, String> listed = rows(MODULE_ROW, "README.md");
        Map<String, String> published = new TreeMap<>();
        ModuleFinder.of(Path.of("target", "published"))
                .findAll()
                .forEach(
                        module ->
                                published.put(
                                        Path.of(module.location().orElseThrow())
                                                .getFileName()
                                                .toString()
                                                .replaceAll("^bogie-|\\.jar$", ""),
                                        module.descriptor().name()));

        assertThat(listed).isEqualTo(published);
    }

    @Test
    void theLimitsOfTheSecurityPageAreThoseInForce() throws IOException {
        Map<String, String> listed = rows(LIMIT_ROW, "SECURITY.md");
        Map<String, String> defaults = defaults();
        Map<String, String> known = new TreeMap<>(listed);
        known.replaceAll((name, _) -> String.valueOf(defaults.get(name)));

        assertThat(listed).isEqualTo(known);
        assertThat(defaults.keySet())
                .filteredOn(name -> name.matches(".*\\.(max-.*|.*-timeout)"))
                .isSubsetOf(listed.keySet());
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (SettingsCatalogue.Entry entry : Registry.installed().settings().entries()) {
            defaults.put(entry.setting().name(), entry.fallback());
        }
        WebSocketSettings.ALL.forEach(setting -> defaults.put(setting.name(), fallback(setting)));
        SseSettings.ALL.forEach(setting -> defaults.put(setting.name(), fallback(setting)));
        return defaults;
    }

    private static <T> String fallback(Setting<T> setting) {
        return setting.write(setting.fallback());
    }

    private static Map<String, String> rows(Pattern row, String document) throws IOException {
        return row.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .collect(
                        Collectors.toMap(
                                m -> m.group(1), m -> m.group(2), (a, _) -> a, TreeMap::new));
    }
}
