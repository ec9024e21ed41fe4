package scatola.presenter.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;

/** Times as people write them in a query. Pure. */
final class AskedTime {
    private static final Pattern AGO =
            Pattern.compile("-(?:(\\d{1,5})d)?(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,7})s)?");
    private static final Pattern TIME = Pattern.compile("\\d\\d?:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern ZONED = Pattern.compile(".*(Z|[ +-]\\d\\d(:?\\d\\d)?)");

    private AskedTime() {}

    /**
     * @param name the parameter's, for the reason
     * @param text {@code 14:03}, {@code 14:03:20}, {@code 2026-05-01}, {@code 2026-05-01T14:03}, the same with
     *     {@code Z} or {@code +02:00}, or {@code -10m}, {@code -1h30m}, {@code -2d}
     * @param now the present
     * @param zone of times that name none
     * @throws Problem 400 if it is none of these
     */
    static Instant of(String name, String text, Instant now, ZoneId zone) {
        Instant found = read(name, text, now, zone);
        try {
            // the timeline counts microseconds
            var unused = ChronoUnit.MICROS.between(Instant.EPOCH, found);
            return found;
        } catch (ArithmeticException e) {
            throw refused(name, text);
        }
    }

    private static Instant read(String name, String text, Instant now, ZoneId zone) {
        try {
            Matcher ago = AGO.matcher(text);
            if (text.length() > 1 && ago.matches()) {
                return now.minus(Duration.ofDays(number(ago.group(1)))
                        .plusHours(number(ago.group(2)))
                        .plusMinutes(number(ago.group(3)))
                        .plusSeconds(number(ago.group(4))));
            }
            if (TIME.matcher(text).matches()) {
                LocalTime time = LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
                return LocalDate.ofInstant(now, zone).atTime(time).atZone(zone).toInstant();
            }
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            int time = text.indexOf('T');
            if (time > 0 && ZONED.matcher(text.substring(time)).matches()) {
                // a plus sign that was not escaped comes as a space
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            }
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw refused(name, text);
        }
    }

    private static Problem refused(String name, String text) {
        return Problem.of(
                400,
                "%s: '%s' is no time: send 14:03 or 14:03:20 for today, -10m or -1h30m for that long ago, or 2026-05-01T14:03:20, with Z or +02:00 behind it for another zone than the box's"
                        .formatted(name, Quoted.of(text)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
