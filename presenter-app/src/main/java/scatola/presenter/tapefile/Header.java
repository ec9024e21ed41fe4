package scatola.presenter.tapefile;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a file.
 *
 * @param box the root of the box's topics
 * @param name of the recording, 1 to 100 characters
 * @param start the time of day at its beginning, in whole microseconds
 * @param length from its beginning to its end, in whole microseconds, or null if the file doesn't say
 */
public record Header(
        String box,
        String name,
        OffsetDateTime start,
        @Nullable Duration length) {
    /** Cuts the start to whole microseconds. */
    public Header {
        start = start.truncatedTo(ChronoUnit.MICROS);
    }
}
