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

    /** The count of a jar that may have more entries than that. */
    private static final int MANY = 0xffff;

    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int LOCATOR_OFFSET_AT = 8;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int END64_COUNT_AT = 32;

    /** Outside of where it is unpacked, or not to be printed. */
    private static final Pattern ODD_NAME = Pattern.compile("^/|(^|/)\\.\\.(/|$)|\\\\|\\p{Cntrl}");

    private static final int BUFFER = 16 * 1_024;

    private final Place place;
    private final Allowance allowance;
    private final byte[] buffer = new byte[BUFFER];

    private PluginJar(Place place, Allowance allowance) {
        this.place = place;
        this.allowance = allowance;
    }

    /**
     * Reads a jar.
     *
     * @param place the plugin, and the file to read
     * @param allowance what it may take
     * @throws PluginException if it is not a whole modular jar, or too large
     */
    static MemoryModule read(Place place, Allowance allowance) {
        return new PluginJar(place, allowance).read();
    }

    private MemoryModule read() {
        Map<String, byte[]> entries = new HashMap<>();
        try {
            byte[] packed = packed();
            long count = entriesAtTheEnd(packed);
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
                long read = 0;
                for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                    read++;
                    checkName(e.getName());
                    byte[] content = content(zip);
                    if (!e.isDirectory() && entries.put(e.getName(), content) != null) {
                        throw corrupt("holds " + e.getName() + " twice");
                    }
                }
                if (read != count) {
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
            int tooMany = allowance.tooMany();
            byte[] all = in.readNBytes(tooMany);
            if (all.length == tooMany) {
                allowance.read(place, all.length);
            }
            return all;
        }
    }

    /** Most entries are small: no buffer is made for each. */
    private byte[] content(InputStream in) throws IOException {
        int count = in.readNBytes(buffer, 0, buffer.length);
        allowance.read(place, count);
        byte[] start = Arrays.copyOf(buffer, count);
        if (count < buffer.length) {
            return start;
        }
        byte[] rest = in.readNBytes(allowance.tooMany());
        allowance.read(place, rest.length);
        byte[] all = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, all, start.length, rest.length);
        return all;
    }

    /** Nothing is unpacked to files, so a name can do no harm: but who writes such means some. */
    private void checkName(String name) {
        allowance.entry(place, name);
        if (ODD_NAME.matcher(name).find()) {
            throw corrupt("holds an entry with the odd name '" + name + "'");
        }
    }

    /** Finds the record at the end, and answers how many entries it speaks of. */
    private long entriesAtTheEnd(byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        int first = Math.max(0, packed.length - END_SIZE - 0xffff);
        for (int at = packed.length - END_SIZE; at >= first; at--) {
            if (bytes.getInt(at) == END_SIGNATURE
                    && at + END_SIZE + (bytes.getShort(at + END_COMMENT_AT) & 0xffff)
                            == packed.length) {
                int count = bytes.getShort(at + END_COUNT_AT) & 0xffff;
                return count == MANY ? manyEntries(bytes, at) : count;
            }
        }
        throw corrupt(
                packed.length == 0 ? "is empty" : "is not a whole jar: it has no end, or is none");
    }

    /** More entries than a record can count are counted in one before it (§4.3.14, §4.3.15). */
    private long manyEntries(ByteBuffer bytes, int end) {
        int locator = end - LOCATOR_SIZE;
        if (locator < 0 || bytes.getInt(locator) != LOCATOR_SIGNATURE) {
            return MANY;
        }
        long at = bytes.getLong(locator + LOCATOR_OFFSET_AT);
        if (at < 0 || at > locator - END64_SIZE || bytes.getInt((int) at) != END64_SIGNATURE) {
            throw corrupt("is not a whole jar: its directory is not where it should be");
        }
        return bytes.getLong((int) at + END64_COUNT_AT);
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
