package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

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
        rig.reopen(
                plugins ->
                        plugins.settings(
                                Settings.defaults()
                                        .with(
                                                RuntimeSettings.PLUGIN_MAX_SIZE,
                                                Long.valueOf(16_384))));
        Path classes = rig.protocol("").classes();
        Files.write(classes.resolve("zeros"), new byte[20_000]);
        rig.put(SourceModule.pack(classes, temporary.resolve("bomb.jar")), "bad.jar");

        rig.expect(PluginProblem.TooLarge.class, "raise runtime.plugin-max-size");
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
