package dev.bogie.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** What the classes of each module refer to, and what they must not. */
class ArchitectureIT {

    /** A machine is bytes and time in, events and bytes out: all else is its driver's. */
    private static final List<Ban> IN_MACHINES =
            List.of(
                    Ban.of("java.io.*", "a machine does no I/O").except("java.io.Serializable"),
                    Ban.of("java.net.*", "a machine does no I/O"),
                    Ban.of("java.nio.channels.*", "a machine does no I/O"),
                    Ban.of("java.nio.file.*", "a machine does no I/O"),
                    Ban.of("java.lang.Thread", "a machine has one driver, which calls it"),
                    Ban.of("java.util.concurrent.*", "a machine has one driver, which calls it")
                            .except("java.util.concurrent.TimeUnit"),
                    Ban.of("java.lang.Object#wait", "a machine never waits"),
                    Ban.of("java.lang.System#nanoTime", "a machine is told the time"),
                    Ban.of("java.lang.System#currentTimeMillis", "a machine is told the time"),
                    Ban.of("java.time.Clock", "a machine is told the time"),
                    Ban.of("java.time.Instant#now", "a machine is told the time"),
                    Ban.of("java.lang.System$Logger", "a machine's caller logs"),
                    Ban.of("java.util.logging.*", "a machine's caller logs"),
                    Ban.of("org.slf4j.*", "a machine's caller logs"),
                    Ban.of("dev.bogie.transport.*", "a machine knows no transport"));

    private static final List<Ban> EVERYWHERE =
            List.of(
                    Ban.of("sun.misc.*", "not for programs; java.lang.foreign is"),
                    Ban.of("jdk.internal.*", "not for programs"),
                    Ban.of("java.lang.ThreadLocal", "threads come by the million: no caches there"),
                    Ban.of("java.lang.InheritableThreadLocal", "as ThreadLocal"),
                    Ban.of("java.lang.ScopedValue", "pass it as a parameter"),
                    Ban.of("java.lang.Thread#sleep", "wait for an event, or set a deadline"),
                    Ban.of("java.lang.reflect.AccessibleObject#setAccessible", "strict modules"),
                    Ban.of("java.lang.reflect.Method#setAccessible", "strict modules"),
                    Ban.of("java.lang.reflect.Field#setAccessible", "strict modules"),
                    Ban.of("java.lang.reflect.Constructor#setAccessible", "strict modules"),
                    Ban.of("java.nio.charset.Charset#defaultCharset", "name the charset"),
                    Ban.of("java.net.InetAddress#getLocalHost", "asks the name service"));

    private static final List<Ban> BUT_IN_THE_COMMAND =
            List.of(
                    Ban.of("java.lang.System#exit", "a library does not end the process"),
                    Ban.of("java.lang.Runtime#halt", "a library does not end the process"),
                    Ban.of("java.lang.Runtime#exit", "a library does not end the process"),
                    Ban.of("java.lang.System#out", "a library logs"),
                    Ban.of("java.lang.System#err", "a library logs"));

    static List<PublishedModule> modules() {
        return PublishedModule.all();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noClassRefersToWhatIsBanned(PublishedModule module) {
        List<Ban> bans = new ArrayList<>(EVERYWHERE);
        if (!module.name().equals("dev.bogie.launcher")) {
            bans.addAll(BUT_IN_THE_COMMAND);
        }

        assertThat(module.classes()).flatMap(c -> Ban.violations(c, bans)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void machinesDoNoIoAndKnowNoThreadsClocksOrLoggers(PublishedModule module) {
        assertThat(module.classes().stream().filter(ArchitectureIT::isOfAMachine))
                .flatMap(c -> Ban.violations(c, IN_MACHINES))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void apiNamesOnlyTypesThatItsUsersCanSee(PublishedModule module) {
        assertThat(ApiLeaks.of(module)).isEmpty();
    }

    /** Guards the other tests: rules that look at nothing would always pass. */
    @ParameterizedTest
    @MethodSource("modules")
    void everySourceFileWasRead(PublishedModule module) throws IOException {
        List<String> read =
                module.classes().stream().map(c -> c.thisClass().asInternalName()).toList();

        assertThat(read).containsAll(sourceFiles(module));
    }

    @Test
    void aBannedReferenceIsSeen() throws IOException {
        List<Ban> bans = new ArrayList<>(IN_MACHINES);
        bans.addAll(EVERYWHERE);
        bans.addAll(BUT_IN_THE_COMMAND);

        assertThat(Ban.violations(model(Culprit.class), bans))
                .extracting(line -> line.replaceFirst(".* refers to (\\S+):.*", "$1"))
                .contains(
                        "java.lang.System#nanoTime",
                        "java.lang.Thread#currentThread",
                        "java.lang.ThreadLocal",
                        "java.util.concurrent.locks.ReentrantLock",
                        "java.io.InputStream",
                        "java.lang.System#out");
    }

    private static boolean isOfAMachine(ClassModel model) {
        return model.thisClass().asInternalName().contains("/machine/");
    }

    private static List<String> sourceFiles(PublishedModule module) throws IOException {
        Path sources = module.sources("");
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> sources.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .toList();
        }
    }

    private static ClassModel model(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("ArchitectureIT$Culprit.class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }

    /** Does a little of all that is forbidden. */
    static class Culprit {
        final ThreadLocal<String> cache = ThreadLocal.withInitial(() -> "");
        final ReentrantLock[] locks = {};

        InputStream open(long now) {
            System.out.println(Thread.currentThread().getName() + (System.nanoTime() - now));
            return InputStream.nullInputStream();
        }
    }
}
