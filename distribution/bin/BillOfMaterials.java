import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.module.Configuration;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What an image consists of, module by module, as CycloneDX 1.6 wants it; and the licences of what
 * is not ours. Written from the modules that jlink resolves, so it names what is in the image, the
 * JDK's modules too, and nothing that was merely on the module path. The same modules, the same
 * text.
 */
final class BillOfMaterials {
    private static final String JDK = "jdk";

    private final String name;
    private final String version;
    private final List<ResolvedModule> modules;
    private final Map<String, String> licences = new LinkedHashMap<>();

    /**
     * The bill of one image.
     *
     * @param licences {@code GROUP:LICENCE}, separated by commas: SPDX identifiers or expressions,
     *     by the artifact's group, {@code jdk} for the modules of the JDK
     */
    BillOfMaterials(String name, String version, Configuration resolved, String licences) {
        this.name = name;
        this.version = version;
        this.modules =
                resolved.modules().stream()
                        .sorted(Comparator.comparing(ResolvedModule::name))
                        .toList();
        for (String entry : licences.split(",")) {
            String[] sides = entry.strip().split(":", 2);
            this.licences.put(sides[0], sides[1]);
        }
    }

    /** The licences that modules bring which are neither ours nor the JDK's, one directory each. */
    void copyLicences(Path legal) throws IOException {
        for (ResolvedModule module : modules) {
            if (isOfJdk(module) || module.name().startsWith("dev.bogie.")) {
                continue;
            }
            try (ModuleReader reader = module.reference().open()) {
                List<String> texts =
                        reader.list()
                                .filter(e -> e.matches("META-INF/(LICENSE|NOTICE).*"))
                                .toList();
                if (texts.isEmpty()) {
                    throw new IllegalStateException(module.name() + " brings no licence");
                }
                Path directory = Files.createDirectories(legal.resolve(module.name()));
                for (String text : texts) {
                    try (InputStream in = reader.open(text).orElseThrow()) {
                        Files.copy(in, directory.resolve(text.substring("META-INF/".length())));
                    }
                }
            }
        }
    }

    /** The bill, made at this time. */
    String json(String timestamp) throws IOException {
        StringBuilder components = new StringBuilder();
        StringBuilder dependencies = new StringBuilder();
        for (ResolvedModule module : modules) {
            separate(components).append(component(module));
            separate(dependencies).append(dependsOn(module.name(), module.reads()));
        }
        separate(dependencies).append(dependsOn(name, modules));
        String body =
                """
                  "metadata": {
                    "timestamp": %s,
                    "component": {
                      "type": "application",
                      "bom-ref": %s,
                      "name": %s,
                      "version": %s,
                      "licenses": [ { "expression": %s } ]
                    }
                  },
                  "components": [
                %s
                  ],
                  "dependencies": [
                %s
                  ]
                }
                """
                        .formatted(
                                quoted(timestamp),
                                quoted(name),
                                quoted(name),
                                quoted(version),
                                quoted(licence("dev.bogie")),
                                components,
                                dependencies);
        return """
        {
          "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
          "bomFormat": "CycloneDX",
          "specVersion": "1.6",
          "serialNumber": "urn:uuid:%s",
          "version": 1,
        """
                        .formatted(UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8)))
                + body;
    }

    private String component(ResolvedModule module) throws IOException {
        return isOfJdk(module) ? componentOfJdk(module) : componentOfJar(module);
    }

    private String componentOfJdk(ResolvedModule module) {
        return """
            {
              "type": "platform",
              "bom-ref": %s,
              "name": %s,
              "version": %s,
              "description": %s,
              "licenses": [ { "expression": %s } ],
              "purl": %s
            }\
        """
                .formatted(
                        quoted(module.name()),
                        quoted(module.name()),
                        quoted(Runtime.version().toString()),
                        quoted("a module of OpenJDK, " + System.getProperty("java.vendor.version")),
                        quoted(licence(JDK)),
                        quoted(
                                "pkg:generic/openjdk@"
                                        + Runtime.version().toString().replace("+", "%2B")
                                        + "#"
                                        + module.name()));
    }

    private String componentOfJar(ResolvedModule module) throws IOException {
        Path jar = Path.of(location(module));
        Properties maven = coordinates(module);
        String group = maven.getProperty("groupId");
        String artifact = maven.getProperty("artifactId");
        String jarVersion = maven.getProperty("version");
        return """
            {
              "type": "library",
              "bom-ref": %s,
              "group": %s,
              "name": %s,
              "version": %s,
              "description": %s,
              "hashes": [ { "alg": "SHA-256", "content": %s } ],
              "licenses": [ { "expression": %s } ],
              "purl": %s
            }\
        """
                .formatted(
                        quoted(module.name()),
                        quoted(group),
                        quoted(artifact),
                        quoted(jarVersion),
                        quoted("the module " + module.name()),
                        quoted(sha256(jar)),
                        quoted(licence(group)),
                        quoted("pkg:maven/" + group + "/" + artifact + "@" + jarVersion));
    }

    private static Properties coordinates(ResolvedModule module) throws IOException {
        try (ModuleReader reader = module.reference().open()) {
            String entry =
                    reader.list()
                            .filter(e -> e.matches("META-INF/maven/.*/pom\\.properties"))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    module.name() + " has no Maven coordinates"));
            try (InputStream in = reader.open(entry).orElseThrow()) {
                Properties properties = new Properties();
                properties.load(
                        new StringReader(
                                new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
                return properties;
            }
        }
    }

    private String licence(String group) {
        String licence = licences.get(group);
        if (licence == null) {
            throw new IllegalStateException("nobody has said which licence " + group + " has");
        }
        return licence;
    }

    private static String dependsOn(String from, Iterable<ResolvedModule> to) {
        List<String> names =
                StreamSupport.stream(to.spliterator(), false)
                        .map(ResolvedModule::name)
                        .sorted()
                        .toList();
        return "    { \"ref\": %s, \"dependsOn\": [ %s ] }"
                .formatted(
                        quoted(from),
                        names.stream()
                                .map(BillOfMaterials::quoted)
                                .collect(Collectors.joining(", ")));
    }

    private static boolean isOfJdk(ResolvedModule module) {
        return location(module).getScheme().equals("jrt");
    }

    private static URI location(ResolvedModule module) {
        return module.reference().location().orElseThrow();
    }

    private static StringBuilder separate(StringBuilder list) {
        return list.isEmpty() ? list : list.append(",\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The digest of a file, in hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
