package dev.bogie.integration.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A jar that the build publishes, read from outside.
 *
 * @param folder where its sources are
 * @param reference the module as the module system found it
 * @param entries the names of all entries of the jar
 */
record PublishedModule(Path folder, ModuleReference reference, List<String> entries) {

    private static final Path JARS = Path.of("target", "published");
    private static final Path LIBRARIES = Path.of("target", "libraries");

    /** Every published module, by name. Fails where the jars are not there. */
    static List<PublishedModule> all() {
        List<PublishedModule> modules =
                finder().findAll().stream()
                        .map(PublishedModule::read)
                        .sorted(Comparator.comparing(PublishedModule::name))
                        .toList();
        if (modules.isEmpty()) {
            throw new IllegalStateException(
                    "no jars in " + JARS.toAbsolutePath() + ": run the build to its phase verify");
        }
        return modules;
    }

    static ModuleFinder finder() {
        return ModuleFinder.of(JARS);
    }

    static ModuleFinder libraries() {
        return ModuleFinder.of(LIBRARIES);
    }

    private static PublishedModule read(ModuleReference reference) {
        String jar = Path.of(reference.location().orElseThrow()).getFileName().toString();
        Path folder = Path.of("..", jar.replaceFirst("^bogie-", "").replaceFirst("\\.jar$", ""));
        try (ModuleReader reader = reference.open()) {
            return new PublishedModule(folder, reference, reader.list().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return descriptor().name();
    }

    ModuleDescriptor descriptor() {
        return reference.descriptor();
    }

    Path sources(String packageName) {
        return folder.resolve("src/main/java").resolve(packageName.replace('.', '/'));
    }

    /** The classes of this module, its descriptor and its package documentation left out. */
    List<ClassModel> classes() {
        try (ModuleReader reader = reference.open()) {
            return entries.stream()
                    .filter(entry -> entry.endsWith(".class"))
                    .filter(entry -> !entry.endsWith("-info.class"))
                    .map(entry -> ClassFile.of().parse(bytes(reader, entry)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String entry) {
        try (ModuleReader reader = reference.open()) {
            return new String(bytes(reader, entry), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isDocumented(String packageName) {
        Path file = sources(packageName).resolve("package-info.java");
        try {
            return Files.exists(file) && Files.readString(file).contains("/**");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The descriptor as text: one fact a line, sorted, without what changes by itself (versions).
     */
    String describe() {
        TreeSet<String> lines = new TreeSet<>();
        ModuleDescriptor d = descriptor();
        d.requires().stream()
                .filter(r -> !r.name().equals("java.base"))
                .forEach(r -> lines.add("requires " + modifiers(r) + r.name()));
        d.exports().forEach(e -> lines.add("exports " + e.source() + to(e.targets())));
        d.opens().forEach(o -> lines.add("opens " + o.source() + to(o.targets())));
        d.uses().forEach(u -> lines.add("uses " + u));
        d.provides()
                .forEach(
                        p ->
                                lines.add(
                                        "provides "
                                                + p.service()
                                                + " with "
                                                + String.join(", ", p.providers())));
        return "module "
                + d.name()
                + "\n"
                + lines.stream().map(l -> l + "\n").reduce("", String::concat);
    }

    @Override
    public String toString() {
        return name();
    }

    private static String modifiers(ModuleDescriptor.Requires requires) {
        String text = "";
        if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
            text += "static ";
        }
        if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
            text += "transitive ";
        }
        return text;
    }

    private static String to(Set<String> targets) {
        return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
    }

    private static byte[] bytes(ModuleReader reader, String entry) {
        try (var in = reader.open(entry).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
