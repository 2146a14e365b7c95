package dev.bogie.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The descriptors of all published modules. An intended change of one is written to its golden file
 * by {@code mvn verify -Dupdate.descriptors=true}; the difference is then there to review.
 */
class DescriptorIT {

    private static final Path RESOURCES = Path.of("src", "test", "resources");

    static List<PublishedModule> modules() {
        return PublishedModule.all();
    }

    @Test
    void everyModuleOfTheTableIsPublishedAndNoOther() throws IOException {
        assertThat(modules())
                .extracting(PublishedModule::name)
                .hasSameElementsAs(allowed().keySet());
    }

    @Test
    void noModuleIsAutomaticAndNoneNeedsAnAutomaticOne() {
        Set<String> roots =
                modules().stream().map(PublishedModule::name).collect(Collectors.toSet());
        Configuration resolved =
                ModuleLayer.boot()
                        .configuration()
                        .resolve(
                                ModuleFinder.compose(
                                        PublishedModule.finder(), PublishedModule.libraries()),
                                ModuleFinder.of(),
                                roots);

        assertThat(resolved.modules())
                .filteredOn(m -> m.reference().descriptor().isAutomatic())
                .isEmpty();
    }

    @Test
    void aPackageIsInOneModuleOnly() {
        Map<String, List<String>> owners = new TreeMap<>();
        for (PublishedModule module : modules()) {
            for (String name : module.descriptor().packages()) {
                owners.computeIfAbsent(name, n -> new ArrayList<>()).add(module.name());
            }
        }

        assertThat(owners).allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesStartWithTheNameOfTheirModule(PublishedModule module) {
        assertThat(module.descriptor().packages())
                .allMatch(p -> p.equals(module.name()) || p.startsWith(module.name() + "."));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleRequiresWhatTheTableAllows(PublishedModule module) throws IOException {
        Set<String> allowed = allowed().getOrDefault(module.name(), Set.of());

        assertThat(
                        module.descriptor().requires().stream()
                                .filter(r -> !isCommon(r))
                                .map(DescriptorIT::edge))
                .allMatch(allowed::contains);
    }

    @Test
    void protocolsInsideHttpKnowNoVersionOfIt() {
        assertThat(modules())
                .filteredOn(m -> Set.of("dev.bogie.websocket", "dev.bogie.sse").contains(m.name()))
                .hasSize(2)
                .noneMatch(m -> requires(m, "dev.bogie.http1"));
    }

    @Test
    void onlyTheCommandRequiresTheRuntime() {
        assertThat(modules())
                .filteredOn(m -> requires(m, "dev.bogie.runtime"))
                .extracting(PublishedModule::name)
                .containsExactly("dev.bogie.launcher");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void exportsAndOpensAreForEveryoneAndNeverInternal(PublishedModule module) {
        assertThat(module.descriptor().exports())
                .noneMatch(ModuleDescriptor.Exports::isQualified)
                .noneMatch(e -> Arrays.asList(e.source().split("\\.")).contains("internal"));
        assertThat(module.descriptor().opens()).isEmpty();
        assertThat(module.descriptor().isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void exportedPackagesAreDocumented(PublishedModule module) {
        assertThat(module.descriptor().exports()).allMatch(e -> module.isDocumented(e.source()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void serviceFilesOfTheClassPathEqualTheDescriptor(PublishedModule module) {
        Map<String, List<String>> provided = new TreeMap<>();
        module.descriptor().provides().forEach(p -> provided.put(p.service(), p.providers()));
        Map<String, List<String>> listed = new TreeMap<>();
        String folder = "META-INF/services/";
        for (String entry : module.entries()) {
            if (entry.startsWith(folder) && !entry.endsWith("/")) {
                listed.put(
                        entry.substring(folder.length()),
                        module.text(entry)
                                .lines()
                                .map(line -> line.replaceFirst("#.*", "").strip())
                                .filter(line -> !line.isEmpty())
                                .toList());
            }
        }

        assertThat(listed).isEqualTo(provided);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theLicenceIsInEveryJar(PublishedModule module) {
        assertThat(module.entries()).contains("META-INF/LICENSE", "META-INF/NOTICE");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theDescriptorIsTheOneThatWasReviewed(PublishedModule module) throws IOException {
        Path golden = RESOURCES.resolve("descriptors").resolve(module.name() + ".expected.txt");
        if (Boolean.getBoolean("update.descriptors")) {
            Files.writeString(golden, module.describe());
        }

        assertThat(module.describe())
                .as("%s; if meant: mvn verify -Dupdate.descriptors=true", golden)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    private static boolean requires(PublishedModule module, String name) {
        return module.descriptor().requires().stream().anyMatch(r -> r.name().equals(name));
    }

    private static boolean isCommon(ModuleDescriptor.Requires requires) {
        boolean isStatic = requires.modifiers().contains(Modifier.STATIC);
        return switch (requires.name()) {
            case "java.base", "org.slf4j" -> !isStatic;
            // passed on, it would be missing in every build that does not have it
            case "org.jspecify" -> isStatic && !requires.modifiers().contains(Modifier.TRANSITIVE);
            default -> false;
        };
    }

    private static String edge(ModuleDescriptor.Requires requires) {
        String prefix = requires.modifiers().contains(Modifier.STATIC) ? "static " : "";
        return prefix + requires.name();
    }

    private static Map<String, Set<String>> allowed() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String line : Files.readAllLines(RESOURCES.resolve("allowed-requires.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] sides = line.split(":", 2);
            Set<String> edges = new TreeSet<>();
            if (sides.length == 2) {
                Arrays.stream(sides[1].split(",")).map(String::strip).forEach(edges::add);
            }
            table.put(sides[0].strip(), edges);
        }
        return table;
    }
}
