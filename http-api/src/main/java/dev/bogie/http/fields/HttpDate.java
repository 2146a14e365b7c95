package dev.bogie.http.fields;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Dates in fields (RFC 9110 §5.6.7): written in one form, read in three, to the second. */
public final class HttpDate {
    private static final DateTimeFormatter FIXDATE = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss yyyy");

    private HttpDate() {}

    /**
     * Writes a date.
     *
     * @param time what to write; parts of a second are cut
     * @return such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
     */
    public static String format(Instant time) {
        return FIXDATE.format(time.atOffset(ZoneOffset.UTC));
    }

    /**
     * Reads a date in any of the three forms.
     *
     * @param text the value of a field
     * @param now decides the century of a year with two digits: at most 50 years ahead
     * @return the time; empty if it is malformed, as a field with a malformed date is to be ignored
     */
    public static Optional<Instant> parse(String text, Instant now) {
        int comma = text.indexOf(',');
        try {
            DateTimeFormatter form = comma < 0 ? ASCTIME : comma == 3 ? FIXDATE : rfc850(now);
            return Optional.of(ZonedDateTime.parse(text, form).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR,
                        2,
                        2,
                        now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
