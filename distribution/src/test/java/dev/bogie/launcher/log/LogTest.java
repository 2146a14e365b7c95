package dev.bogie.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class LogTest {
    private static final String TIME =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4}";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    private Logger logger(Level lowest) {
        return new LineLogger("dev.bogie.Some", lowest.toInt(), () -> out);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theCommandLogsWithIt() {
        assertThat(LoggerFactory.getLogger("some")).isInstanceOf(LineLogger.class);
        assertThat(LoggerFactory.getLogger("some")).isSameAs(LoggerFactory.getLogger("some"));
    }

    @Test
    void aLineHasTimeLevelShortNameAndMessage() {
        logger(Level.INFO).info("{} of {}: {}", 1, 2, "ü");

        assertThat(written()).matches(TIME + " INFO Some - 1 of 2: ü\\R");
    }

    @Test
    void anExceptionFollowsWithItsStackTrace() {
        logger(Level.INFO).error("it {}", "failed", new IllegalStateException("why"));

        assertThat(written())
                .matches(
                        "(?s)"
                                + TIME
                                + " ERROR Some - it failed\\R"
                                + "java.lang.IllegalStateException: why\\R"
                                + "\tat .*LogTest\\.java:\\d+\\)\\R.*");
    }

    @Test
    void whatIsBelowItsLevelIsNotWritten() {
        Logger logger = logger(Level.WARN);

        logger.info("no");
        logger.debug("no");
        logger.trace("no");
        logger.warn("yes");

        assertThat(written()).doesNotContain("no").contains(" WARN Some - yes");
        assertThat(logger.isInfoEnabled()).isFalse();
        assertThat(logger.isErrorEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "other.Name, 20",
        "dev.bogie.Name, 10",
        "dev.bogie.http1.Name, 40",
        "dev.bogie.http1x.Name, 10",
        "dev.bogie.http1.Quiet, 41",
        "dev.bogie.http1.Quiet$Inner, 40"
    })
    void theLongestNameThatFitsDecides(String logger, int level) {
        Map<String, String> properties =
                Map.of(
                        "bogie.log.dev.bogie",
                        "debug",
                        "bogie.log.dev.bogie.http1",
                        "ERROR",
                        "bogie.log.dev.bogie.http1.Quiet",
                        "off");

        assertThat(new Levels(properties::get, out).of(logger)).isEqualTo(level);
        assertThat(written()).isEmpty();
    }

    @Test
    void whatIsNoLevelIsSaidAndTheUsualOneTaken() {
        Levels levels = new Levels(Map.of("bogie.log", "loud")::get, out);

        assertThat(levels.of("any")).isEqualTo(Level.INFO.toInt());
        out.flush();
        assertThat(written())
                .startsWith("bogie.log: 'loud' is none of trace, debug, info, warn, error and off");
    }

    @Test
    void oneLevelMayHoldForAll() {
        assertThat(new Levels(Map.of("bogie.log", "trace")::get, out).of("any"))
                .isEqualTo(Level.TRACE.toInt());
    }
}
