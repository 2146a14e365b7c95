package dev.bogie.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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

    /** Whose own methods fail, saying something that nobody should see. */
    private static final class Spoilt extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spoilt(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("\u001b[2J");
        }
    }

    @Test
    void whatAPeerMadeUpBeginsNoLineAndMovesNoCursor() {
        logger(Level.INFO)
                .info("by {}", "me\r\n2026 ERROR Forged \u001b[2J\u009b\u2028\u202e\u007f");

        assertThat(written())
                .endsWith(
                        " - by me\\r\\n2026 ERROR Forged "
                                + "\\u001b[2J\\u009b\\u2028\\u202e\\u007f"
                                + System.lineSeparator())
                .hasLineCount(1);
    }

    @Test
    void theMessageOfAnExceptionIsOneLineToo() {
        Exception cause = new IOException("cause\r\nforged");
        Exception failure = new IllegalStateException("why\nforged", cause);
        failure.addSuppressed(new IOException("suppressed\u001b[0m"));

        logger(Level.INFO).error("it failed", failure);

        assertThat(written().lines())
                .contains(
                        "java.lang.IllegalStateException: why\\nforged",
                        "\tSuppressed: java.io.IOException: suppressed\\u001b[0m",
                        "Caused by: java.io.IOException: cause\\r\\nforged")
                .noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void aStackTraceIsLikeThatOfJava() {
        Exception failure = new IllegalStateException("why", new IOException("cause"));
        failure.addSuppressed(new IOException("suppressed", new IOException("its cause")));
        StringWriter usual = new StringWriter();
        failure.printStackTrace(new PrintWriter(usual));

        logger(Level.INFO).error("it failed", failure);

        assertThat(written().lines().skip(1).toList()).isEqualTo(usual.toString().lines().toList());
    }

    @Test
    void whoseMethodsFailIsToldByItsClass() {
        Object mute =
                new Object() {
                    @Override
                    public String toString() {
                        throw new Spoilt("");
                    }
                };

        Exception failure = new IOException("told", new Spoilt(""));
        logger(Level.INFO).warn("{} and {}", mute, "more", failure);

        assertThat(written())
                .contains(
                        "fails to say: " + Spoilt.class.getName() + "] and more",
                        "Caused by: ["
                                + Spoilt.class.getName()
                                + " fails to say: java.lang.IllegalStateException]")
                .doesNotContain("\u001b");
    }

    @Test
    void whatHasNoEndIsCut() {
        Exception endless =
                new Exception("x".repeat(100_000)) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public synchronized Throwable getCause() {
                        return new Exception(getMessage());
                    }
                };

        Exception chain = endless;
        for (int i = 0; i < 100; i++) {
            chain = new Exception("y".repeat(100_000), chain);
        }
        logger(Level.INFO).warn("z".repeat(100_000), chain);

        assertThat(written()).hasSizeLessThan(200_000).contains("zzz…", "yyy…", "… and more");
    }

    @Test
    void exceptionsInACircleAreShownOnce() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        logger(Level.INFO).warn("round", other);

        assertThat(written()).containsOnlyOnce(": other").contains("[circular reference: ");
    }

    @Test
    void arraysAreShownByTheirElements() {
        logger(Level.INFO).info("{} {} {}", new int[] {1, 2}, new Object[] {"a", null}, null);

        assertThat(written()).endsWith(" - [1, 2] [a, null] null" + System.lineSeparator());
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
