package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.Response;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

class ApplicationsTest {
    private static final Setting<Long> PLAYERS =
            Setting.count("game.players", 2, 1, 9, "who may play");

    @Test
    void twoOfOneNameAreAnErrorThatNamesBoth() {
        Registry registry = Registry.of(new Chess(), new OtherChess());

        assertThatThrownBy(() -> Applications.in(registry))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("two applications are named 'chess': ")
                .hasMessageContainingAll("$Chess", "$OtherChess", "remove one of them");
    }

    @Test
    void oneThatIsNotThereIsAnErrorWithTheNearest() {
        Applications applications = Applications.in(Registry.of(new Chess()));

        assertThatThrownBy(() -> applications.named("ches"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean 'chess'?");
    }

    @Test
    void oneThatCannotEvenSayItsNameIsSkippedAndTold() {
        Applications applications = Applications.in(Registry.of(new Broken(), new Chess()));

        assertThat(applications.named("chess")).isInstanceOf(Chess.class);
        assertThat(applications.problems()).hasSize(1);
        assertThat(applications.problems().getFirst().toString())
                .startsWith("skipped ")
                .contains("$Broken", "no name today")
                .hasLineCount(1);
    }

    /** Two plugins do so in the worst case, and the one that was there first must not suffer. */
    @ParameterizedTest
    @MethodSource("badOnes")
    void oneOfAPluginThatDoesNotFitIsSkippedAndTold(HttpApplication bad, String why) {
        Registry registry = Registry.of(new Chess());
        registry.put("plugin bad", List.of(bad));

        Applications applications = Applications.in(registry);

        assertThat(applications.named("chess")).isExactlyInstanceOf(Chess.class);
        assertThat(applications.all()).hasSize(1);
        assertThat(applications.problems().toString()).contains(why).hasLineCount(1);
        assertThat(Applications.settings(registry).entries())
                .anySatisfy(entry -> assertThat(entry.setting()).isEqualTo(PLAYERS));
    }

    static Stream<Arguments> badOnes() {
        return Stream.of(
                Arguments.of(new OtherChess(), "two applications are named 'chess'"),
                Arguments.of(
                        new Other(
                                () -> "go", () -> List.of(Setting.flag("game.players", true, ""))),
                        "two settings are named 'game.players'"),
                Arguments.of(
                        new Other(
                                () -> "go",
                                () -> {
                                    throw new AssertionError("no settings today");
                                }),
                        "no settings today"),
                Arguments.of(
                        new Other(
                                () -> {
                                    throw new AssertionError("no name\ntoday");
                                },
                                List::of),
                        "no name today"));
    }

    @Test
    void theirSettingsAreListedWithTheirNames() {
        assertThat(Applications.settings(Registry.of(new Chess())).entries())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.setting()).isEqualTo(PLAYERS);
                            assertThat(entry.readers()).containsExactly("chess");
                        });
    }

    private static class Chess implements HttpApplication {
        @Override
        public String name() {
            return "chess";
        }

        @Override
        public String description() {
            return "a game";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(PLAYERS);
        }

        @Override
        public Running start(Context context) {
            return Running.of(request -> Response.text("e4"));
        }
    }

    private static final class OtherChess extends Chess {}

    private static final class Other extends Chess {
        private final Supplier<String> name;
        private final Supplier<List<Setting<?>>> settings;

        Other(Supplier<String> name, Supplier<List<Setting<?>>> settings) {
            this.name = name;
            this.settings = settings;
        }

        @Override
        public String name() {
            return name.get();
        }

        @Override
        public List<Setting<?>> settings() {
            return settings.get();
        }
    }

    private static final class Broken extends Chess {
        @Override
        public String name() {
            throw new IllegalStateException("no name today");
        }
    }
}
