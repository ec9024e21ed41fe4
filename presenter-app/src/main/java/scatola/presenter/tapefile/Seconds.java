package scatola.presenter.tapefile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the file has them: seconds with six decimals. */
final class Seconds {
    /** A century and more; the microseconds in it fit into a long many times. */
    private static final int MOST_DIGITS = 10;

    private static final int DECIMALS = 6;

    /** Longer numbers are nobody's time, and would take long to round. */
    private static final int MOST_DECIMALS = 30;

    private Seconds() {}

    static JsonNode between(Instant start, Instant at) {
        return of(Duration.between(start, at));
    }

    static JsonNode of(Duration duration) {
        return DecimalNode.valueOf(BigDecimal.valueOf(duration.dividedBy(ChronoUnit.MICROS.getDuration()), DECIMALS));
    }

    /** The whole microseconds nearest to it, or null if it is no number, or of more than ten digits. */
    static @Nullable Duration read(@Nullable JsonNode value) {
        if (value == null || !value.isNumber()) {
            return null;
        }
        BigDecimal seconds = value.decimalValue();
        if (seconds.scale() > MOST_DECIMALS || (long) seconds.precision() - seconds.scale() > MOST_DIGITS) {
            return null;
        }
        return Duration.of(
                seconds.movePointRight(DECIMALS)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .longValueExact(),
                ChronoUnit.MICROS);
    }
}
