package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What may be wrong with the files of a plugin. One line each, and nothing else is hurt. */
class FileProblemTest {
    @TempDir private Path temporary;
    private PluginRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new PluginRig(temporary);
    }

    @AfterEach
    void nothingElseIsHurt() {
        rig.close();
    }

    @Test
    void aDirectoryWithoutJars() throws IOException {
        Files.createDirectory(rig.directory().resolve("bad"));

        rig.expect(PluginProblem.NoJar.class, "bad: holds no jar; put the jars");
    }

    @Test
    void aJarWithoutClasses() throws IOException {
        Path classes = Files.createDirectory(temporary.resolve("none"));
        Files.writeString(classes.resolve("README"), "nothing here");
        rig.put(SourceModule.pack(classes, temporary.resolve("none.jar")), "bad.jar");

        rig.expect(PluginProblem.Empty.class, "holds no classes");
    }

    @Test
    void aJarThatIsCutOff() throws IOException {
        byte[] jar = Files.readAllBytes(rig.protocol("").jar());
        Files.write(rig.directory().resolve("bad.jar"), Arrays.copyOf(jar, jar.length - 30));

        rig.expect(PluginProblem.Corrupt.class, "is not a whole jar: it has no end");
    }

    @Test
    void aJarWithABrokenEntry() throws IOException {
        byte[] jar = Files.readAllBytes(rig.protocol("").jar());
        Arrays.fill(jar, 60, 90, (byte) 0x5a);
        Files.write(rig.directory().resolve("bad.jar"), jar);

        rig.expect(PluginProblem.Corrupt.class, "copy it again");
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.createFile(rig.directory().resolve("bad.jar"));

        rig.expect(PluginProblem.Corrupt.class, "bad.jar: is empty");
    }

    @Test
    void aPipeThatNobodyWritesTo() throws Exception {
        Path pipe = rig.directory().resolve("bad.jar");
        Process made = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start();
        assertThat(made.waitFor()).isZero();

        rig.expect(PluginProblem.Corrupt.class, "is no regular file");
    }

    @Test
    void aJarThatUnpacksToTooMuch() throws IOException {
        reopen(RuntimeSettings.PLUGIN_MAX_SIZE, 16_384);
        rig.put(padded(20_000), "bad.jar");

        rig.expect(
                PluginProblem.TooLarge.class,
                "bad.jar: with what the plugin has else it unpacks to more than 16KiB; raise"
                        + " runtime.plugin-max-size");
    }

    @Test
    void jarsThatTogetherUnpackToTooMuch() throws IOException {
        reopen(RuntimeSettings.PLUGIN_MAX_SIZE, 16_384);
        rig.put(padded(10_000), "bad/first.jar");
        rig.put(padded(10_000), "bad/second.jar");

        rig.expect(PluginProblem.TooLarge.class, "second.jar: with what the plugin has else");
    }

    @Test
    void jarsWithTooManyEntriesTogetherThoughTheseAreEmpty() throws IOException {
        reopen(RuntimeSettings.PLUGIN_MAX_ENTRIES, 50);
        rig.put(crowded(30), "bad/first.jar");
        rig.put(crowded(30), "bad/second.jar");

        rig.expect(
                PluginProblem.TooLarge.class,
                "second.jar: with what the plugin has else it holds more than 50 entries; raise"
                        + " runtime.plugin-max-entries");
    }

    @Test
    void namesCountAsWhatIsUnpacked() throws IOException {
        reopen(RuntimeSettings.PLUGIN_MAX_SIZE, 16_384);
        Path jar = temporary.resolve("names.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("a".repeat(60_000)));
        }
        rig.put(jar, "bad.jar");

        rig.expect(PluginProblem.TooLarge.class, "unpacks to more than 16KiB");
    }

    /** Entry by entry as it is read, since the directory may say anything. */
    @Test
    void aJarThatLiesAboutItsSizes() throws IOException {
        reopen(RuntimeSettings.PLUGIN_MAX_SIZE, 16_384);
        byte[] jar = Files.readAllBytes(padded(20_000));
        ByteBuffer bytes = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < jar.length - 46; at++) {
            if (bytes.getInt(at) == 0x02014b50) { // each entry of the directory: 1 byte, it says
                bytes.putInt(at + 24, 1);
            }
        }
        Files.write(rig.directory().resolve("bad.jar"), jar);

        rig.expect(PluginProblem.TooLarge.class, "unpacks to more than 16KiB");
    }

    @Test
    void whatFitsASettingButNotTheHeap() throws IOException {
        Allowance allowance = Allowance.of(Settings.defaults(), Setting.mib(4));
        Place place = new Place("bad", temporary, null);

        allowance.read(place, Setting.mib(1));
        assertThatThrownBy(() -> allowance.read(place, 1))
                .hasMessageEndingWith(
                        "unpacks to more than 1MiB; give Java a heap of four times as much, by"
                                + " -Xmx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\evil", "a\nevil", "a/.."})
    void anEntryWithAnOddName(String name) throws IOException {
        Path jar = temporary.resolve("odd.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(name));
        }
        rig.put(jar, "bad.jar");

        rig.expect(PluginProblem.Corrupt.class, "holds an entry with the odd name '");
    }

    @Test
    void anEntryThatIsThereTwice() throws IOException {
        Path jar = temporary.resolve("twice.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("one"));
            zip.putNextEntry(new ZipEntry("two"));
        }
        String text = Files.readString(jar, StandardCharsets.ISO_8859_1).replace("two", "one");
        Files.writeString(jar, text, StandardCharsets.ISO_8859_1);
        rig.put(jar, "bad.jar");

        rig.expect(PluginProblem.Corrupt.class, "holds one twice");
    }

    /** More entries than the record at the end can count are counted in one before it. */
    @Test
    void aJarThatIsCutBetweenTwoOfManyEntries() throws IOException {
        Path classes = rig.protocol("").classes();
        byte[] jar = Files.readAllBytes(SourceModule.pack(classes, temporary.resolve("two.jar")));
        Files.write(rig.directory().resolve("bad.jar"), counting(jar, 70_000));

        rig.expect(PluginProblem.Corrupt.class, "holds 2 entries and should hold 70000");

        Files.write(rig.directory().resolve("bad.jar"), counting(jar, 2));
        rig.plugins().scan();
        rig.plugins().scan();
        assertThat(rig.plugins().problems()).isEmpty();
    }

    /** The same jar with its entries counted as those of a large one are. */
    private static byte[] counting(byte[] jar, long entries) {
        int end = jar.length - 22;
        ByteBuffer large = ByteBuffer.allocate(jar.length + 76).order(ByteOrder.LITTLE_ENDIAN);
        large.put(jar, 0, end);
        large.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
        large.putInt(0).putInt(0).putLong(entries).putLong(entries).putLong(0).putLong(0);
        large.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        large.put(jar, end, 22);
        large.putShort(end + 76 + 8, (short) -1).putShort(end + 76 + 10, (short) -1);
        return large.array();
    }

    private void reopen(Setting<Long> setting, long value) throws IOException {
        Settings settings = Settings.defaults().with(setting, value);
        rig.reopen(plugins -> plugins.settings(settings));
    }

    private Path padded(int zeros) throws IOException {
        Path classes = rig.protocol("").classes();
        Files.write(classes.resolve("zeros"), new byte[zeros]);
        return SourceModule.pack(classes, temporary.resolve("padded.jar"));
    }

    private Path crowded(int entries) throws IOException {
        Path classes = rig.protocol("").classes();
        Path jar = temporary.resolve("crowded.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("module-info.class", "bad/P.class")) {
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(classes.resolve(name), zip);
            }
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("empty/" + i));
            }
        }
        PluginRig.permit(jar, "rw-r--r--");
        return jar;
    }

    @Test
    void aJarThatOthersMayWriteTo() throws IOException {
        rig.put(rig.protocol("").jar(), "bad.jar");
        PluginRig.permit(rig.directory().resolve("bad.jar"), "rw-r--rw-");

        rig.expect(
                PluginProblem.Untrusted.class,
                "may be written to by everybody, who could run code here; chmod o-w "
                        + rig.directory().resolve("bad.jar"));
    }

    @Test
    void aDirectoryThatOthersMayWriteTo() throws IOException {
        PluginRig.permit(rig.directory(), "rwxr-xrwx");
        rig.put(rig.protocol("").jar(), "bad.jar");

        rig.expect(
                PluginProblem.Untrusted.class,
                "plugins: " + rig.directory() + ": may be written to by");
        assertThat(rig.plugins().all()).hasSize(1);
        assertThat(Plugins.problem(rig.directory()))
                .hasValueSatisfying(p -> assertThat(p).isInstanceOf(PluginProblem.Untrusted.class));
        assertThat(Plugins.problem(rig.temporary().resolve("missing"))).isEmpty();
    }

    @Test
    void aDirectoryThatMayNotBeRead() throws IOException {
        PluginRig.permit(rig.directory(), "-wx------");
        assumeFalse(Files.isReadable(rig.directory()), "this user may read everything");

        rig.expect(PluginProblem.Untrusted.class, "may not be read by this user");
        PluginRig.permit(rig.directory(), "rwx------");
    }

    @Test
    void aDirectoryThatVanishes() throws IOException {
        Files.move(rig.directory(), temporary.resolve("elsewhere"));

        rig.expect(PluginProblem.Untrusted.class, "is gone; its plugins go on");
        assertThat(rig.plugins().all()).hasSize(1);
    }
}
