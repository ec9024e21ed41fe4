package scatola.presenter.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;

/** Messages as lines for people: what ping, nc and iperf3 print, and the lines of a show with their blanks filled. */
final class Telling {
    private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z0-9_.]+)( in s)?}");

    private Telling() {}

    /**
     * @param line with blanks like {@code {seq}} or {@code {outage_ms in s}}
     * @param payload whose fields fill them; what is not there becomes {@code ?}
     */
    static String fill(String line, Value payload) {
        return BLANK.matcher(line).replaceAll(blank -> {
            Value value = payload.at(blank.group(1));
            String text = value == null ? "?" : value.toString();
            if (blank.group(2) != null && value instanceof Value.Numeral ms) {
                text = seconds(Duration.ofMillis(ms.number().longValue()));
            }
            return Matcher.quoteReplacement(Quoted.of(text));
        });
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /**
     * What the program behind a sample of a traffic test would print, or null if it would print nothing.
     *
     * @param sample a payload of {@code test/ID}
     */
    static Line.@Nullable Printed sample(Value sample) {
        String guest = sample.text("from");
        String kind = sample.text("kind");
        if (guest == null || kind == null) {
            return null;
        }
        String text = switch (kind) {
            case "ping" -> ping(sample);
            case "iperf" -> iperf(sample);
            default -> sample.text("text");
        };
        return text == null ? null : new Line.Printed(guest, printable(text));
    }

    private static @Nullable String ping(Value sample) {
        BigDecimal seq = sample.number("seq");
        if (sample.at("timeout") instanceof Value.Truth timeout && timeout.truth()) {
            return "Request timeout for icmp_seq " + seq;
        }
        BigDecimal ms = sample.number("ms");
        return ms == null
                ? null
                : "%s bytes from %s: icmp_seq=%s time=%s ms"
                        .formatted(
                                sample.number("bytes"),
                                sample.text("to"),
                                seq,
                                decimals(ms, ms.intValue() < 10 ? 2 : 1));
    }

    private static @Nullable String iperf(Value sample) {
        BigDecimal mbit = sample.number("mbit_per_s");
        if (mbit == null) {
            return sample.text("text");
        }
        BigDecimal from = Objects.requireNonNullElse(sample.number("from_s"), BigDecimal.ZERO);
        BigDecimal to = Objects.requireNonNullElse(sample.number("to_s"), BigDecimal.ZERO);
        return "[%4s-%4s s] %s Mbit/s"
                .formatted(decimals(from, 1), decimals(to, 1), decimals(mbit, mbit.intValue() < 10 ? 1 : 0));
    }

    private static String decimals(BigDecimal number, int places) {
        return number.setScale(places, RoundingMode.HALF_UP).toPlainString();
    }

    /** A guest must not move the audience's cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
