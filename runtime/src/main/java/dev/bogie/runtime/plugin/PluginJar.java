package dev.bogie.runtime.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads a jar into memory, so that nothing that happens to the file later can hurt what runs.
 *
 * <p>Its directory at the end must be whole (APPNOTE.TXT §4.3.16) and count what is there: a jar
 * that was cut off is recognised even where it was cut between two entries.
 */
final class PluginJar {
    private static final String DESCRIPTOR = "module-info.class";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/([0-9]{1,3})/(.+)");

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_COUNT_AT = 10;
    private static final int END_COMMENT_AT = 20;

    private static final int CLASS = 0xcafebabe;
    private static final int CLASS_HEADER = 8;
    private static final int CLASS_FORMAT_AT = 6;
    private static final int FORMAT_OF_JAVA_0 = 44;

    /** The count of a jar that has too many entries for this record. */
    private static final int ZIP64 = 0xffff;

    private final Place place;
    private long left;

    private PluginJar(Place place, long most) {
        this.place = place;
        this.left = most;
    }

    /**
     * Reads a jar.
     *
     * @param place the plugin, and the file to read
     * @param most how many unpacked bytes it may hold
     * @throws PluginException if it is not a whole modular jar
     */
    static MemoryModule read(Place place, long most) {
        return new PluginJar(place, most).read();
    }

    private MemoryModule read() {
        Map<String, byte[]> entries = new HashMap<>();
        try {
            byte[] packed = packed();
            int count = entriesAtTheEnd(packed);
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
                int read = 0;
                for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                    read++;
                    byte[] content = content(zip);
                    if (!e.isDirectory() && entries.put(e.getName(), content) != null) {
                        throw corrupt("holds " + e.getName() + " twice");
                    }
                }
                if (count != ZIP64 && read != count) {
                    throw corrupt("holds " + read + " entries and should hold " + count);
                }
            }
        } catch (NoSuchFileException e) {
            throw new PluginException(
                    new PluginProblem.Untrusted(place, "is not there", "copy it again"));
        } catch (AccessDeniedException e) {
            throw new PluginException(
                    new PluginProblem.Untrusted(
                            place, "may not be read by this user", "change its permissions"));
        } catch (IOException | IllegalArgumentException e) {
            throw corrupt("is not a whole jar: " + e);
        }
        if (entries.isEmpty()) {
            throw new PluginException(new PluginProblem.Empty(place, "holds nothing"));
        }
        return module(versioned(entries));
    }

    private byte[] packed() throws IOException {
        Path file = place.file();
        if (!Files.isRegularFile(file)) { // a named pipe would be waited for
            throw corrupt("is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
            if (all.length > left) {
                throw tooLarge();
            }
            return all;
        }
    }

    private byte[] content(InputStream in) throws IOException {
        byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
        left -= content.length;
        if (left < 0) {
            throw tooLarge();
        }
        return content;
    }

    private PluginException tooLarge() {
        return new PluginException(new PluginProblem.TooLarge(place));
    }

    /** Finds the record at the end, and answers how many entries it speaks of. */
    private int entriesAtTheEnd(byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        int first = Math.max(0, packed.length - END_SIZE - 0xffff);
        for (int at = packed.length - END_SIZE; at >= first; at--) {
            if (bytes.getInt(at) == END_SIGNATURE
                    && at + END_SIZE + (bytes.getShort(at + END_COMMENT_AT) & 0xffff)
                            == packed.length) {
                return bytes.getShort(at + END_COUNT_AT) & 0xffff;
            }
        }
        throw corrupt(
                packed.length == 0 ? "is empty" : "is not a whole jar: it has no end, or is none");
    }

    /** What counts on this Java of a multi-release jar. */
    private static Map<String, byte[]> versioned(Map<String, byte[]> entries) {
        if (!isMultiRelease(entries)) {
            return entries;
        }
        Map<String, byte[]> result = new HashMap<>(entries);
        Map<Integer, Map<String, byte[]>> versions = new TreeMap<>();
        entries.forEach(
                (name, content) -> {
                    Matcher m = VERSIONED.matcher(name);
                    if (m.matches()) {
                        result.remove(name);
                        versions.computeIfAbsent(Integer.valueOf(m.group(1)), v -> new HashMap<>())
                                .put(m.group(2), content);
                    }
                });
        versions.forEach(
                (version, its) -> {
                    if (version <= Runtime.version().feature()) {
                        result.putAll(its);
                    }
                });
        return result;
    }

    private static boolean isMultiRelease(Map<String, byte[]> entries) {
        byte[] manifest = entries.get(MANIFEST);
        if (manifest == null) {
            return false;
        }
        try {
            Attributes main = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
            return Boolean.parseBoolean(main.getValue(Attributes.Name.MULTI_RELEASE));
        } catch (IOException e) {
            return false;
        }
    }

    private MemoryModule module(Map<String, byte[]> entries) {
        byte[] descriptor = entries.get(DESCRIPTOR);
        if (descriptor == null) {
            if (entries.keySet().stream().noneMatch(name -> name.endsWith(".class"))) {
                throw new PluginException(new PluginProblem.Empty(place, "holds no classes"));
            }
            throw new PluginException(new PluginProblem.NotAModule(place));
        }
        checkJava(descriptor);
        try {
            return new MemoryModule(
                    ModuleDescriptor.read(ByteBuffer.wrap(descriptor), () -> packages(entries)),
                    place.file(),
                    entries);
        } catch (InvalidModuleDescriptorException e) {
            throw corrupt("its module-info.class cannot be read: " + e.getMessage());
        }
    }

    /** A class file begins with its format, which grows with each Java (JVMS §4.1). */
    private void checkJava(byte[] classFile) {
        if (classFile.length >= CLASS_HEADER && ByteBuffer.wrap(classFile).getInt() == CLASS) {
            int format = ByteBuffer.wrap(classFile).getShort(CLASS_FORMAT_AT) & 0xffff;
            if (format > Runtime.version().feature() + FORMAT_OF_JAVA_0) {
                throw new PluginException(
                        new PluginProblem.NewerJava(place, format - FORMAT_OF_JAVA_0));
            }
        }
    }

    /** All folders that may be packages. */
    private static Set<String> packages(Map<String, byte[]> entries) {
        Set<String> packages = new TreeSet<>();
        for (String name : entries.keySet()) {
            int slash = name.lastIndexOf('/');
            String folder = slash < 0 ? "" : name.substring(0, slash).replace('/', '.');
            if (!packages.contains(folder) && isPackageName(folder)) {
                packages.add(folder);
            }
        }
        return packages;
    }

    private static boolean isPackageName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        return Arrays.stream(name.split("\\.", -1))
                .allMatch(
                        part ->
                                !part.isEmpty()
                                        && Character.isJavaIdentifierStart(part.charAt(0))
                                        && part.chars().allMatch(Character::isJavaIdentifierPart));
    }

    private PluginException corrupt(String what) {
        return new PluginException(new PluginProblem.Corrupt(place, what));
    }
}
