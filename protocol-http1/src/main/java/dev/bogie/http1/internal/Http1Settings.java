package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http1.machine.ConnectionDeadlines;
import dev.bogie.http1.machine.Limits;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.time.Duration;
import java.util.List;

/**
 * The limits and times of HTTP/1.1: where they are declared, and what they are.
 *
 * @param limits of messages that are read
 * @param times that a server waits
 * @param readLimit what is read into memory where no limit is given
 * @param skip how much unread content of a request is skipped to keep the connection
 * @param writeNanos how long a peer may take none of a response
 * @param answerNanos how long a client waits for a response, and for each part of it
 */
record Http1Settings(
        Limits limits,
        ConnectionDeadlines.Times times,
        int readLimit,
        long skip,
        long writeNanos,
        long answerNanos) {
    private static final long MOST = Setting.mib(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Setting<Long> MAX_LINE =
            Setting.size("http1.max-line", Setting.kib(8), 64, MOST, "a request or status line");
    private static final Setting<Long> MAX_FIELD =
            Setting.size("http1.max-field", Setting.kib(8), 64, MOST, "one field line");
    private static final Setting<Long> MAX_HEAD =
            Setting.size("http1.max-head", Setting.kib(32), 256, MOST, "a whole head");
    private static final Setting<Long> MAX_FIELDS =
            Setting.count("http1.max-fields", 100, 1, 10_000, "field lines of a head");
    private static final Setting<Long> MAX_CHUNK_LINE =
            Setting.size("http1.max-chunk-line", 256, 16, MOST, "the line before a chunk");
    private static final Setting<Long> MAX_CHUNK_EXTENSIONS =
            Setting.size(
                    "http1.max-chunk-extensions",
                    Setting.kib(16),
                    0x10,
                    MOST,
                    "all chunk extensions of a body");
    private static final Setting<Long> MAX_TRAILERS =
            Setting.size("http1.max-trailers", Setting.kib(8), 64, MOST, "the trailers of a body");
    private static final Setting<Long> MAX_BODY =
            Setting.size(
                    "http1.max-body",
                    Setting.mib(64),
                    0,
                    Setting.mib(1L << 20),
                    "the content of one message");
    private static final Setting<Long> SKIP_BODY =
            Setting.size(
                    "http1.skip-body",
                    Setting.kib(64),
                    0,
                    Setting.mib(64),
                    "unread content that is skipped to keep a connection");
    private static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration(
                    "http1.idle-timeout",
                    Duration.ofSeconds(60),
                    MOMENT,
                    HOUR,
                    "time between requests");
    private static final Setting<Duration> HEAD_TIMEOUT =
            Setting.duration(
                    "http1.head-timeout",
                    Duration.ofSeconds(10),
                    MOMENT,
                    HOUR,
                    "time for a whole head");
    private static final Setting<Duration> BODY_START =
            Setting.duration(
                    "http1.body-start",
                    Duration.ofSeconds(20),
                    MOMENT,
                    HOUR,
                    "time before the least rate of a body counts");
    private static final Setting<Long> BODY_RATE =
            Setting.size(
                    "http1.body-rate", 256, 0, Setting.mib(64), "least bytes a second; 0 for none");
    private static final Setting<Duration> WRITE_TIMEOUT =
            Setting.duration(
                    "http1.write-timeout",
                    Duration.ofSeconds(30),
                    MOMENT,
                    HOUR,
                    "time that a peer may take none of a response");
    private static final Setting<Duration> ANSWER_TIMEOUT =
            Setting.duration(
                    "http1.answer-timeout",
                    Duration.ofSeconds(30),
                    MOMENT,
                    HOUR,
                    "time that a client waits for a response, and for each part of it");

    /** All of them. */
    static final List<Setting<?>> ALL =
            List.of(
                    Body.READ_LIMIT,
                    MAX_LINE,
                    MAX_FIELD,
                    MAX_HEAD,
                    MAX_FIELDS,
                    MAX_CHUNK_LINE,
                    MAX_CHUNK_EXTENSIONS,
                    MAX_TRAILERS,
                    MAX_BODY,
                    SKIP_BODY,
                    IDLE_TIMEOUT,
                    HEAD_TIMEOUT,
                    BODY_START,
                    BODY_RATE,
                    WRITE_TIMEOUT,
                    ANSWER_TIMEOUT);

    static Http1Settings of(Settings settings) {
        Limits limits =
                new Limits(
                        settings.get(MAX_LINE).intValue(),
                        settings.get(MAX_FIELD).intValue(),
                        settings.get(MAX_HEAD).intValue(),
                        settings.get(MAX_FIELDS).intValue(),
                        settings.get(MAX_CHUNK_LINE).intValue(),
                        settings.get(MAX_CHUNK_EXTENSIONS).intValue(),
                        settings.get(MAX_TRAILERS).intValue(),
                        settings.get(MAX_BODY));
        ConnectionDeadlines.Times times =
                new ConnectionDeadlines.Times(
                        settings.get(IDLE_TIMEOUT).toNanos(),
                        settings.get(HEAD_TIMEOUT).toNanos(),
                        settings.get(BODY_START).toNanos(),
                        settings.get(BODY_RATE));
        return new Http1Settings(
                limits,
                times,
                settings.get(Body.READ_LIMIT).intValue(),
                settings.get(SKIP_BODY),
                settings.get(WRITE_TIMEOUT).toNanos(),
                settings.get(ANSWER_TIMEOUT).toNanos());
    }
}
