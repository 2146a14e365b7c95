package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What may be wrong with what a plugin provides. One line each, and nothing else is hurt. */
class ProviderProblemTest {
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
    void aProtocolThatIsThereAlready() throws IOException {
        rig.put(rig.onBytes("greet"), "bad.jar");

        rig.expect(
                PluginProblem.Clash.class, "two protocols are named 'greet': org.example.greet.");
    }

    @Test
    void aProtocolThatCannotBeToldFromOneThatIsListenedFor() throws IOException {
        rig.put(rig.onBytes("bad"), "bad.jar");

        rig.expect(PluginProblem.Clash.class, "cannot be told apart by their first bytes");
    }

    @Test
    void aSettingThatIsThereAlready() throws IOException {
        rig.put(
                rig.protocol(
                                "public java.util.List<dev.bogie.transport.Setting<?>> settings() {"
                                    + " return"
                                    + " java.util.List.of(dev.bogie.transport.Setting.count(\"runtime.free-chunks\","
                                    + " 7, 7, 7, \"other\")); }")
                        .jar(),
                "bad.jar");

        rig.expect(PluginProblem.Clash.class, "two settings are named 'runtime.free-chunks'");
    }

    @Test
    void aProviderThatIsNotAccessible() throws IOException, URISyntaxException {
        Path classes = rig.protocol("").classes();
        Path source = temporary.resolve("P.java");
        Files.writeString(source, PluginRig.source("").replace("public class", "class"));
        Path contracts =
                Path.of(
                        Transport.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Path hidden = temporary.resolve("hidden");
        SourceModule.compile(
                List.of(
                        "-proc:none",
                        "-cp",
                        contracts.toString(),
                        "-d",
                        hidden.toString(),
                        source.toString()));
        Files.copy(
                hidden.resolve("bad/P.class"),
                classes.resolve("bad/P.class"),
                StandardCopyOption.REPLACE_EXISTING);
        rig.put(SourceModule.pack(classes, temporary.resolve("hidden.jar")), "bad.jar");

        rig.expect(PluginProblem.FailedProvider.class, "bad.P");
    }

    @Test
    void aConstructorThatThrows() throws IOException {
        rig.put(
                rig.protocol("public P() { throw new IllegalStateException(\"ouch\"); }").jar(),
                "bad.jar");

        rig.expect(
                PluginProblem.FailedProvider.class,
                "bad.P of Protocol fails: IllegalStateException: ouch; provide a public class");
    }

    @Test
    void aClassThatFailsToInitialize() throws IOException {
        rig.put(
                rig.protocol("static { if (true) throw new IllegalStateException(\"ouch\"); }")
                        .jar(),
                "bad.jar");

        rig.expect(PluginProblem.FailedProvider.class, "fails: IllegalStateException: ouch");
    }

    @Test
    void aConstructorThatDoesNotReturn() throws IOException {
        rig.reopen(
                plugins ->
                        plugins.settings(
                                Settings.defaults()
                                        .with(
                                                RuntimeSettings.PLUGIN_START_TIME,
                                                Duration.ofMillis(200))));
        rig.put(
                rig.protocol(
                                "public P() { java.util.concurrent.locks.LockSupport.park(this);"
                                        + " while (!Thread.interrupted()) Thread.onSpinWait(); }")
                        .jar(),
                "bad.jar");

        rig.expect(PluginProblem.Hanging.class, "did not start within 200 ms, last seen at");
    }

    @Test
    void aStartThatThrows() throws IOException {
        rig.reopen(
                plugins ->
                        plugins.activation(
                                brought -> {
                                    throw new IOException("no port is free");
                                }));
        rig.put(rig.protocol("").jar(), "bad.jar");

        rig.expect(
                PluginProblem.FailedProvider.class,
                "bad.jar: does not start: IOException: no port is free");
        assertThat(rig.registry().protocols()).noneMatch(p -> p.name().equals("bad"));
    }

    @Test
    void aStartThatDoesNotReturn() throws IOException {
        rig.reopen(
                plugins ->
                        plugins.settings(
                                        Settings.defaults()
                                                .with(
                                                        RuntimeSettings.PLUGIN_START_TIME,
                                                        Duration.ofMillis(200)))
                                .activation(brought -> waitForEver()));
        rig.put(rig.protocol("").jar(), "bad.jar");

        rig.expect(PluginProblem.Hanging.class, "did not start within 200 ms, last seen at");
        assertThat(rig.registry().protocols()).noneMatch(p -> p.name().equals("bad"));
    }

    private static Activation.Active waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
        throw new AssertionError("nobody counts it down");
    }
}
