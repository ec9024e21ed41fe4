package scatola.presenter.timeline;

import java.time.Duration;
import java.util.Locale;
import scatola.bus.Quoted;

/** Pieces that notes are made of. Pure. */
final class Phrases {
    /** The longest text of a stranger that stands in a note. */
    private static final int LONGEST = 300;

    private Phrases() {}

    /** A text of somebody else, on one line. */
    static String quoted(String text) {
        return Quoted.of(text, LONGEST);
    }

    /** As people say it: {@code 840 ms}, {@code 2.1 s}, {@code 3 min 5 s}, {@code 1 h 2 min}. */
    static String duration(Duration duration) {
        long ms = duration.toMillis();
        if (ms < 1000) {
            return "%d ms".formatted(Math.max(0, ms));
        }
        if (ms < 60_000) {
            return number(ms / 1000.0) + " s";
        }
        return duration.toHours() > 0
                ? join(duration.toHours(), "h", duration.toMinutesPart(), "min")
                : join(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }

    /** With one decimal, or none where it would be 0. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** {@code 1 reply}, {@code 2 replies}. */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private static String join(long large, String unit, long small, String smallUnit) {
        return small == 0 ? "%d %s".formatted(large, unit) : "%d %s %d %s".formatted(large, unit, small, smallUnit);
    }
}
