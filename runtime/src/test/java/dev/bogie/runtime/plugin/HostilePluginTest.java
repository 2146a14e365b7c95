package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A plugin that misbehaves wherever it is asked something, beside a good one on the same address of
 * a running server: that is told in one line, and nothing else is hurt.
 */
class HostilePluginTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final Supplier<String> APPLICATION = () -> "good";

    @TempDir private static Path temporary;

    private static final Registry REGISTRY = Registry.installed();
    private static Server server;
    private static SocketAddress address;
    private static Path bad;

    private Plugins plugins = Plugins.builder(REGISTRY).open();

    @BeforeAll
    static void serve() {
        bad = Hostile.jar(temporary);
        var unused = Plugins.builder(REGISTRY).open().install(Hostile.good(temporary));
        server =
                Server.builder()
                        .registry(REGISTRY)
                        .transport("nio")
                        .set(RuntimeSettings.PLUGIN_START_TIME, SHORT)
                        .start();
        address = server.listen(new InetSocketAddress("127.0.0.1", 0), Supplier.class, APPLICATION);
        server.offer(NoApplication.class, NoApplication.INSTANCE);
    }

    @AfterAll
    static void noConnectionIsLeft() {
        assertThat(Patience.await(server.drain(Patience.limit().dividedBy(2))).aborted()).isZero();
    }

    @AfterEach
    void nothingElseIsHurt() {
        answersAsBefore();
        plugins.remove("bad");
        Hostile.behave();
        answersAsBefore();
        plugins.close();
    }

    private static void answersAsBefore() {
        try (Caller caller = new Caller(address)) {
            caller.say("good?");
            assertThat(caller.line()).isEqualTo("good");
        }
        assertThat(server.transportName()).isEqualTo("nio");
    }

    /** Every question that is asked before it is in service, and every way not to answer it. */
    static Stream<String> refusedOnes() {
        String asked =
                "P.<clinit> P.<init> P.name P.contract P.priority P.settings P.alpn P.speaksFirst"
                        + " P.sniffLimit P.match D.<init> D.name D.contract D.settings T.<init>"
                        + " T.name T.priority T.capabilities T.settings L.name L.settings";
        String answered =
                "P.name P.contract P.settings P.alpn P.match D.name D.contract D.settings T.name"
                        + " T.capabilities T.settings L.name L.settings";
        Stream<String> thrown =
                Stream.of(asked.split(" "))
                        .flatMap(where -> Stream.of(where + " throws", where + " errs"));
        Stream<String> nothing = Stream.of(answered.split(" ")).map(where -> where + " null");
        Stream<String> others =
                Stream.of(
                        "P.name huge",
                        "P.name controls",
                        "T.name huge",
                        "L.name controls",
                        "P.<init> mute",
                        "P.contract mute",
                        "T.capabilities mute",
                        "P.contract deep");
        return Stream.of(thrown, nothing, others).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("refusedOnes")
    void whatItDoesNotAnswerKeepsItOutOfService(String act) {
        assertThat(refusal(act, Patience.limit())).isPresent().get().asString().isNotBlank();
        assertThat(REGISTRY.transports()).noneMatch(t -> t.name().equals("bad"));
    }

    @ParameterizedTest
    @CsvSource({
        "P.<clinit>",
        "P.<init>",
        "P.name",
        "P.contract",
        "P.alpn",
        "P.match",
        "P.port",
        "D.port",
        "T.name",
        "T.priority",
        "T.availability",
        "T.settings",
        "L.name",
        "L.settings"
    })
    void whatItAnswersTooLateKeepsItOutOfService(String where) {
        assertThat(refusal(where + " hangs", SHORT))
                .hasValueSatisfying(line -> assertThat(line).contains("did not start within"));
    }

    /** What is asked in service, where an error must stay with whom it concerns. */
    @ParameterizedTest
    @CsvSource({
        "P.port throws",
        "P.port errs",
        "P.port null",
        "P.port mute",
        "D.port throws",
        "D.port errs",
        "D.port null",
        "D.serveDatagrams throws",
        "D.serveDatagrams errs",
        "D.serveDatagrams null",
        "D.serveDatagrams mute",
        "D.serveDatagrams hangs",
        "T.availability throws",
        "T.availability errs",
        "T.availability null",
        "P.second-match throws",
        "P.second-match errs",
        "P.second-match null",
        "P.serve throws",
        "P.serve errs",
        "P.serve null",
        "P.serve mute",
        "H.opened throws",
        "H.opened errs",
        "H.received throws",
        "H.received errs",
        "H.draining throws",
        "H.draining errs",
        "H.draining mute",
        "H.closed throws",
        "H.closed errs",
        "P.<init> leaves-a-thread",
    })
    void whatFailsInServiceConcernsOnlyWhoUsesIt(String act) {
        assertThat(refusal(act, Patience.limit())).isEmpty();
        try (Caller caller = new Caller(address)) {
            caller.say("bad?");
            if (act.startsWith("H.draining") || act.startsWith("H.closed")) {
                assertThat(caller.line()).isEqualTo("bad");
                plugins.remove("bad");
                answersAsBefore();
            }
            answersAsBefore();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "T.start throws",
        "T.start errs",
        "T.start null",
        "T.start hangs",
        "T.start mute",
        "E.all null",
        "E.all throws",
        "E.all errs",
        "E.all mute"
    })
    void aTransportThatDoesNotWorkIsNotGoneTo(String act) {
        assertThat(refusal(act, Patience.limit())).isEmpty();

        assertThatThrownBy(() -> server.swap("bad"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class, e -> assertOneLine(e.getMessage()));
    }

    /** Installs it, and answers what it was refused for. */
    private Optional<String> refusal(String act, Duration limit) {
        plugins.close();
        plugins =
                Plugins.builder(REGISTRY)
                        .settings(
                                Settings.defaults().with(RuntimeSettings.PLUGIN_START_TIME, limit))
                        .open();
        Hostile.act(act);
        try {
            var unused = plugins.install(bad);
            return Optional.empty();
        } catch (PluginException e) {
            assertOneLine(e.getMessage());
            return Optional.of(e.getMessage());
        }
    }

    private static void assertOneLine(String text) {
        assertThat(text).hasSizeLessThan(4_000).doesNotContainPattern("[\\p{Cntrl}]");
    }
}
