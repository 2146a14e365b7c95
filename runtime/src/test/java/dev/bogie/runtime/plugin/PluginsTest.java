package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.Supplier;

class PluginsTest {
    private static final Supplier<String> APPLICATION = () -> "there";

    private final Registry registry = Registry.installed();
    private final Server server = Server.builder().registry(registry).transport("nio").start();

    @TempDir private Path temporary;
    private Path directory;
    private Plugins plugins;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(temporary.resolve("plugins"));
        plugins = Plugins.builder(registry).directory(directory).watched(false).open();
    }

    @AfterEach
    void close() {
        plugins.close();
        server.close();
    }

    @Test
    void aJarInTheDirectoryOfARunningServerServesAConnection() throws IOException {
        copy(Greeting.jar("1.0", temporary), "greet.jar");
        settle();

        assertThat(plugins.problems()).isEmpty();
        assertThat(plugins.all())
                .singleElement()
                .satisfies(
                        plugin -> {
                            assertThat(plugin.name()).isEqualTo("greet");
                            assertThat(plugin.modules()).containsExactly("org.example.greet@1.0");
                            assertThat(plugin.state()).isEqualTo(Plugin.State.IN_SERVICE);
                        });
        try (Caller caller = new Caller(listen())) {
            assertThat(caller.line()).isEqualTo("1.0 there");
            caller.say("and back");
            assertThat(caller.line()).isEqualTo("and back");
            assertThat(plugins.all().getFirst().connections()).isEqualTo(1);
        }
    }

    @Test
    void anOfferedApplicationIsServedAtThePortOfAProtocolForAsLongAsThatIsThere()
            throws IOException {
        server.offer(Supplier.class, APPLICATION);
        assertThat(server.addresses()).isEmpty();
        copy(Greeting.jar("1.0", temporary), "greet.jar");
        settle();

        SocketAddress address = server.address();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("1.0 there");
        }
        copy(Greeting.jar("2.0", temporary), "greet.jar");
        settle();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("2.0 there");
            Files.delete(directory.resolve("greet.jar"));
            settle();
            assertThat(caller.line()).isEqualTo("bye 2.0");
        }
        assertThat(server.addresses()).isEmpty();
    }

    @Test
    void aDirectoryOfJarsIsOnePlugin() throws IOException {
        Path library =
                SourceModule.bare("org.example.library", temporary)
                        .with("exports org.example.library;")
                        .type(
                                "org.example.library.Words",
                                "package org.example.library; public class Words {}")
                        .jar();
        Path greet =
                Greeting.module("1.0", temporary)
                        .with("requires org.example.library;")
                        .against(library)
                        .jar();
        Files.createDirectory(directory.resolve("greet"));
        copy(library, "greet/library.jar");
        copy(greet, "greet/greet.jar");
        settle();

        assertThat(plugins.problems()).isEmpty();
        assertThat(plugins.all().getFirst().modules())
                .containsExactly("org.example.greet@1.0", "org.example.library@1.0");
        try (Caller caller = new Caller(listen())) {
            assertThat(caller.line()).isEqualTo("1.0 there");
        }
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOldWhichDrains() throws IOException {
        copy(Greeting.jar("1.0", temporary), "greet.jar");
        settle();
        SocketAddress address = listen();
        try (Caller old = new Caller(address)) {
            assertThat(old.line()).isEqualTo("1.0 there");
            copy(Greeting.jar("2.0", temporary), "greet.jar");
            settle();

            try (Caller fresh = new Caller(address)) {
                assertThat(fresh.line()).isEqualTo("2.0 there");
                assertThat(old.line()).isEqualTo("bye 1.0");
                assertThat(old.line()).isEqualTo("the end");
                fresh.say("still here");
                assertThat(fresh.line()).isEqualTo("still here");
            }
        }
    }

    @Test
    void aVersionUnderAnotherFileNameReplacesTheOneThatGoes() throws IOException {
        copy(Greeting.jar("1.0", temporary), "greet-1.0.jar");
        settle();
        SocketAddress address = listen();
        copy(Greeting.jar("2.0", temporary), "greet-2.0.jar");
        Files.delete(directory.resolve("greet-1.0.jar"));
        settle();

        assertThat(plugins.problems()).isEmpty();
        assertThat(plugins.all().getFirst().name()).isEqualTo("greet-2.0");
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("2.0 there");
        }
    }

    @Test
    void aPluginThatIsTakenOutDrains() throws IOException {
        copy(Greeting.jar("1.0", temporary), "greet.jar");
        settle();
        try (Caller caller = new Caller(listen())) {
            assertThat(caller.line()).isEqualTo("1.0 there");
            Files.delete(directory.resolve("greet.jar"));
            settle();

            assertThat(registry.protocols()).noneMatch(p -> p.name().equals("greet"));
            assertThat(caller.line()).isEqualTo("bye 1.0");
        }
    }

    @Test
    void whatIsStillBeingCopiedIsNotThereYet() throws IOException {
        byte[] jar = Files.readAllBytes(Greeting.jar("1.0", temporary));
        Path file = directory.resolve("greet.jar");
        for (int copied = 0; copied < jar.length; copied += jar.length / 4 + 1) {
            Files.write(file, Arrays.copyOf(jar, copied));
            plugins.scan();
            assertThat(plugins.all()).isEmpty();
            assertThat(plugins.problems()).isEmpty();
        }
        Files.write(file, jar);
        settle();

        assertThat(plugins.problems()).isEmpty();
        assertThat(plugins.all()).hasSize(1);
    }

    @Test
    void aReplacementThatFailsLeavesTheOldInService() throws IOException {
        copy(Greeting.jar("1.0", temporary), "greet.jar");
        settle();
        SocketAddress address = listen();
        try (Caller before = new Caller(address)) {
            assertThat(before.line()).isEqualTo("1.0 there");
            Files.writeString(directory.resolve("greet.jar"), "overwritten in place");
            settle();

            assertThat(plugins.problems())
                    .singleElement()
                    .isInstanceOf(PluginProblem.Corrupt.class);
            before.say("unhurt");
            assertThat(before.line()).isEqualTo("unhurt");
            try (Caller caller = new Caller(address)) {
                assertThat(caller.line()).isEqualTo("1.0 there");
            }
        }
        copy(Greeting.jar("2.0", temporary), "greet.jar");
        settle();
        assertThat(plugins.problems()).isEmpty();
    }

    @Test
    void aPluginGetsTheModuleOfAnotherInWhateverOrderTheyCome() throws IOException {
        Path library = library("1.0");
        copy(needy(library), "a-needy.jar");
        settle();
        assertThat(plugins.problems())
                .singleElement()
                .isInstanceOf(PluginProblem.MissingModule.class)
                .extracting(PluginProblem::line)
                .asString()
                .contains("a-needy.jar (module org.example.needy): requires module")
                .contains("org.example.library, which is not there");

        copy(library, "library.jar");
        settle();
        assertThat(plugins.problems()).isEmpty();
        try (Caller caller = new Caller(listen())) {
            assertThat(caller.line()).isEqualTo("library 1.0");
        }
    }

    @Test
    void whatNeedsAPluginIsMovedToItsNewVersionInTheSameStep() throws IOException {
        Path library = library("1.0");
        copy(needy(library), "a-needy.jar");
        copy(library, "library.jar");
        settle();
        SocketAddress address = listen();

        copy(library("2.0"), "library.jar");
        settle();
        assertThat(plugins.problems()).isEmpty();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("library 2.0");
        }
    }

    @Test
    void aVersionWithoutWhatAnotherNeedsIsRefused() throws IOException {
        Path library = library("1.0");
        copy(needy(library), "a-needy.jar");
        copy(library, "library.jar");
        settle();
        Path other =
                SourceModule.bare("org.example.other", temporary)
                        .with("exports org.example.other;")
                        .type("org.example.other.O", "package org.example.other; public class O {}")
                        .jar();
        copy(other, "library.jar");
        settle();

        assertThat(plugins.problems())
                .singleElement()
                .isInstanceOf(PluginProblem.BreaksAnother.class);
        try (Caller caller = new Caller(listen())) {
            assertThat(caller.line()).isEqualTo("library 1.0");
        }
    }

    @Test
    void whatLostAModuleGoesOnAndSaysSo() throws IOException {
        Path library = library("1.0");
        copy(needy(library), "a-needy.jar");
        copy(library, "library.jar");
        settle();
        Files.delete(directory.resolve("library.jar"));
        settle();

        assertThat(plugins.problems()).singleElement().isInstanceOf(PluginProblem.LostModule.class);
        SocketAddress address = listen();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("library 1.0");
        }
        copy(library("2.0"), "library.jar");
        settle();
        assertThat(plugins.problems()).isEmpty();
        try (Caller caller = new Caller(address)) {
            assertThat(caller.line()).isEqualTo("library 2.0");
        }
    }

    @Test
    void theApiInstallsReloadsAndRemoves() throws IOException {
        Path jar = Greeting.jar("1.0", temporary);
        Path file = Files.copy(jar, temporary.resolve("greet.jar"));

        assertThat(plugins.install(file).modules()).containsExactly("org.example.greet@1.0");
        Files.copy(Greeting.jar("2.0", temporary), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(plugins.reload("greet").modules()).containsExactly("org.example.greet@2.0");
        assertThat(plugins.remove("greet")).isTrue();
        assertThat(plugins.remove("greet")).isFalse();
        assertThatThrownBy(() -> plugins.reload("greet"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there is no plugin 'greet'; in service: none");
    }

    @Test
    void resourcesOfAPluginComeFromTheVersionThatAsks() throws IOException {
        Path classes =
                SourceModule.bare("org.example.text", temporary)
                        .with("provides java.util.function.Supplier with org.example.text.Text;")
                        .type(
                                "org.example.text.Text",
                                """
                                package org.example.text;
                                public class Text implements java.util.function.Supplier<String> {
                                    public String get() {
                                        try (var in = Text.class.getResourceAsStream("text.txt")) {
                                            return new String(in.readAllBytes());
                                        } catch (java.io.IOException e) {
                                            return e.toString();
                                        }
                                    }
                                }
                                """)
                        .classes();
        Path text = classes.resolve("org/example/text/text.txt");
        Files.writeString(text, "old");
        plugins.install(SourceModule.pack(classes, temporary.resolve("text.jar")));
        Supplier<?> old = registry.find(Supplier.class).providers().getFirst().service();
        Files.writeString(text, "new");
        SourceModule.pack(classes, temporary.resolve("text.jar"));

        assertThat(old.get()).isEqualTo("old");
    }

    private Path library(String version) {
        return SourceModule.bare("org.example.library", temporary)
                .with("exports org.example.library;")
                .type(
                        "org.example.library.Words",
                        "package org.example.library; public class Words {"
                                + " public static String word() { return \"library "
                                + version
                                + "\"; }}")
                .jar();
    }

    private Path needy(Path library) {
        return SourceModule.named("org.example.needy", temporary)
                .with("requires org.example.library;")
                .with("provides dev.bogie.transport.Protocol with org.example.needy.Needy;")
                .against(library)
                .type(
                        "org.example.needy.Needy",
"""
                        package org.example.needy;
                        import dev.bogie.transport.*;
                        import java.nio.ByteBuffer;
                        import java.util.Arrays;
import java.util.function.Supplier;
                        public class Needy implements ConnectionProtocol<Supplier> {
                            public String name() { return "needy"; }
                            public Class<Supplier> contract() { return Supplier.class; }
                            public ConnectionHandler serve(Supplier a, ProtocolContext context) {
                                return new ConnectionHandler() {
                                    public void opened(Connection c) {
                                        String word = org.example.library.Words.word() + "\\n";
                                        c.write(ByteBuffer.wrap(word.getBytes()), null);
                                    }
                                    public void received(ByteBuffer in) {}
                                };
                            }
                        }
""")
                .jar();
    }

    private SocketAddress listen() {
        return server.listen(new InetSocketAddress("127.0.0.1", 0), Supplier.class, APPLICATION);
    }

    private void copy(Path jar, String name) throws IOException {
        Files.copy(jar, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** What two looks find alike has settled. */
    private void settle() {
        plugins.scan();
        plugins.scan();
    }
}
