package dev.bogie.http.fields;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Dates in fields (RFC 9110 §5.6.7): written in one form, read in three, to the second. */
public final class HttpDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int MAX_YEAR = 9999;

    private HttpDate() {}

    /** Made when first needed: formats load names of days and months in all styles. */
    private static final class Forms {
        static final DateTimeFormatter FIXDATE = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
        static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss yyyy");
    }

    /**
     * Writes a date.
     *
     * @param time what to write; parts of a second are cut
     * @return such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
     */
    public static String format(Instant time) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        if (at.getYear() < 1 || at.getYear() > MAX_YEAR) {
            return Forms.FIXDATE.format(at);
        }
        StringBuilder text = new StringBuilder(29);
        int day = 3 * (at.getDayOfWeek().getValue() - 1);
        int month = 3 * (at.getMonthValue() - 1);
        text.append(DAYS, day, day + 3).append(", ");
        twoDigits(at.getDayOfMonth(), text).append(' ');
        text.append(MONTHS, month, month + 3).append(' ');
        twoDigits(at.getYear() / 100, text);
        twoDigits(at.getYear() % 100, text).append(' ');
        twoDigits(at.getHour(), text).append(':');
        twoDigits(at.getMinute(), text).append(':');
        return twoDigits(at.getSecond(), text).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(int number, StringBuilder text) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
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
            DateTimeFormatter form =
                    comma < 0 ? Forms.ASCTIME : comma == 3 ? Forms.FIXDATE : rfc850(now);
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
