package scatola.presenter.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a tape that has a name.
 *
 * @param id tells recordings apart, from 1
 * @param name for people, 1 to 100 characters
 * @param tape on which it is: {@link #LIVE}, or one of its own if it was imported
 * @param from its first moment, by the tape's clock
 * @param to its end, not part of it; null as long as it goes on
 * @param kept whether a person wants it: the others go first when room is needed
 * @param by who began or imported it, or null if nobody did
 */
public record Recording(
        long id,
        String name,
        long tape,
        Instant from,
        @Nullable Instant to,
        boolean kept,
        @Nullable String by) {
    /** The tape that is always running. */
    public static final long LIVE = 0;
}
