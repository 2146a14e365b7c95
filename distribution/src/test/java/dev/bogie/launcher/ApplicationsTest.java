package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.Response;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.Setting;

import org.junit.jupiter.api.Test;

import java.util.List;

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

    private static final class Broken extends Chess {
        @Override
        public String name() {
            throw new IllegalStateException("no name today");
        }
    }
}
