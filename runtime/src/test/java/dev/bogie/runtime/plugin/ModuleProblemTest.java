package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What may be wrong with the modules of a plugin. One line each, and nothing else is hurt. */
class ModuleProblemTest {
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
    void aModuleThatIsMissing() throws IOException {
        Path missing =
                SourceModule.bare("org.example.missing", temporary)
                        .with("exports missing;")
                        .type("missing.M", "package missing; public class M {}")
                        .jar();
        rig.put(
                rig.protocol("").against(missing).with("requires org.example.missing;").jar(),
                "bad.jar");

        rig.expect(
                PluginProblem.MissingModule.class,
                "(module org.example.bad): requires module org.example.missing, which is not there"
                        + "; put its jar into");
    }

    @Test
    void aModuleOfTheJdkThatIsNotHere() throws IOException {
        Path lacking =
                SourceModule.bare("jdk.lacking", temporary)
                        .with("exports lacking;")
                        .type("lacking.L", "package lacking; public class L {}")
                        .jar();
        rig.put(rig.protocol("").against(lacking).with("requires jdk.lacking;").jar(), "bad.jar");

        rig.expect(
                PluginProblem.MissingPlatformModule.class,
                "requires jdk.lacking of the JDK, which is not part of this image; link the image"
                        + " with --add-modules jdk.lacking");
    }

    @Test
    void anotherMajorVersionOfTheContractBeforeAnythingRuns() throws IOException {
        Path contract =
                SourceModule.bare("dev.bogie.transport", temporary)
                        .version("9.1")
                        .with("exports dev.bogie.transport;")
                        .type(
                                "dev.bogie.transport.Protocol",
                                "package dev.bogie.transport; public interface Protocol {}")
                        .jar();
        Path jar =
                SourceModule.bare("org.example.bad", temporary)
                        .against(contract)
                        .with("requires dev.bogie.transport;")
                        .with("provides dev.bogie.transport.Protocol with bad.P;")
                        .type(
                                "bad.P",
                                "package bad; public class P implements"
                                        + " dev.bogie.transport.Protocol { static {"
                                        + " System.setProperty(\"org.example.bad\", \"ran\"); } }")
                        .jar();
        rig.put(jar, "bad.jar");

        rig.expect(
                PluginProblem.OtherContract.class,
                "was built for dev.bogie.transport 9.1, here is " + PluginRig.version());
        assertThat(System.getProperty("org.example.bad")).isNull();
    }

    @Test
    void aCopyOfAModuleThatTheRuntimeHas() throws IOException {
        Path copy =
                SourceModule.bare("dev.bogie.transport", temporary)
                        .with("exports dev.bogie.transport;")
                        .type("dev.bogie.transport.T", "package dev.bogie.transport; class T {}")
                        .jar();
        rig.put(rig.protocol("").jar(), "bad/bad.jar");
        rig.put(copy, "bad/copy.jar");

        rig.expect(
                PluginProblem.BundledCopy.class,
                "copy.jar (module dev.bogie.transport): is a copy of a module that the runtime has"
                        + "; leave this jar out");
    }

    @Test
    void aModuleThatAnotherPluginHas() throws IOException {
        rig.put(Greeting.jar("2.0", temporary), "bad.jar");

        rig.expect(
                PluginProblem.DuplicateName.class,
                "the name org.example.greet is taken by " + rig.directory().resolve("greet.jar"));
    }

    @Test
    void aModuleTwiceInOnePlugin() throws IOException {
        rig.put(rig.protocol("").jar(), "bad/one.jar");
        rig.put(rig.protocol("").jar(), "bad/two.jar");

        rig.expect(PluginProblem.DuplicateName.class, "two.jar (module org.example.bad): the name");
    }

    @Test
    void aJarAndADirectoryOfOneName() throws IOException {
        rig.put(rig.protocol("").jar(), "bad/bad.jar");
        rig.put(rig.protocol("").jar(), "bad.jar");

        rig.expect(
                PluginProblem.DuplicateName.class, "the name bad is taken by " + rig.directory());
    }

    @Test
    void aPackageInTwoModulesOfAPlugin() throws IOException {
        rig.put(rig.protocol("").jar(), "bad/bad.jar");
        rig.put(
                SourceModule.bare("org.example.twin", temporary)
                        .type("bad.Other", "package bad; class Other {}")
                        .jar(),
                "bad/twin.jar");

        rig.expect(
                PluginProblem.DuplicatePackage.class,
                "twin.jar (module org.example.twin): package bad is in org.example.bad (");
    }

    @Test
    void aPackageThatTheRuntimeExports() throws IOException {
        Path classes = rig.protocol("").classes();
        Path split =
                SourceModule.bare("org.example.split", temporary)
                        .type("dev.bogie.transport.T", "package dev.bogie.transport; class T {}")
                        .classes();
        Path into = Files.createDirectories(classes.resolve("dev/bogie/transport"));
        Files.copy(split.resolve("dev/bogie/transport/T.class"), into.resolve("T.class"));
        rig.put(SourceModule.pack(classes, temporary.resolve("split.jar")), "bad.jar");

        rig.expect(
                PluginProblem.DuplicatePackage.class,
                "package dev.bogie.transport is in module dev.bogie.transport too");
    }

    @Test
    void aPlainJar() throws IOException {
        Path classes = rig.protocol("").classes();
        Files.delete(classes.resolve("module-info.class"));
        rig.put(SourceModule.pack(classes, temporary.resolve("plain.jar")), "bad.jar");

        rig.expect(PluginProblem.NotAModule.class, "has no module-info.class");
    }

    @Test
    void anAutomaticModule() throws IOException {
        Path classes = rig.protocol("").classes();
        Files.delete(classes.resolve("module-info.class"));
        Files.createDirectory(classes.resolve("META-INF"));
        Files.writeString(
                classes.resolve("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nAutomatic-Module-Name: org.example.bad\n");
        rig.put(SourceModule.pack(classes, temporary.resolve("automatic.jar")), "bad.jar");

        rig.expect(PluginProblem.NotAModule.class, "an automatic module name is not enough");
    }

    @Test
    void aModuleThatBringsNothing() throws IOException {
        rig.put(
                SourceModule.bare("org.example.bad", temporary)
                        .type("bad.Idle", "package bad; public class Idle {}")
                        .jar(),
                "bad.jar");

        rig.expect(PluginProblem.Empty.class, "neither provides a service nor exports a package");
    }

    @Test
    void aModuleForALaterJava() throws IOException {
        Path classes = rig.protocol("").classes();
        byte[] descriptor = Files.readAllBytes(classes.resolve("module-info.class"));
        descriptor[7] = (byte) (Runtime.version().feature() + 1 + 44);
        Files.write(classes.resolve("module-info.class"), descriptor);
        rig.put(SourceModule.pack(classes, temporary.resolve("later.jar")), "bad.jar");

        rig.expect(
                PluginProblem.NewerJava.class,
                "was compiled for Java " + (Runtime.version().feature() + 1));
    }

    @Test
    void aDescriptorThatCannotBeRead() throws IOException {
        Path classes = rig.protocol("").classes();
        Files.writeString(classes.resolve("module-info.class"), "anything");
        rig.put(SourceModule.pack(classes, temporary.resolve("odd.jar")), "bad.jar");

        rig.expect(PluginProblem.Corrupt.class, "its module-info.class cannot be read");
    }
}
