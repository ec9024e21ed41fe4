package scatola.presenter.replay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants a recording to be played.
 *
 * @param speed 0.25 to 16
 * @param idle how long a stretch without events takes at most at speed 1, at least a tenth of a second; null for as long
 *     as it took
 * @param root below which root it is published, or null if it is only to be looked at
 * @param fromS where to begin, in seconds from the recording's beginning
 * @param paused whether it stands still at first
 */
public record Wish(
        double speed, @Nullable Duration idle, @Nullable String root, double fromS, boolean paused) {
    /** Where a replay is published if no other root is named. */
    public static final String USUAL_ROOT = Roots.USUAL;

    /** How long a stretch without events takes at least, if it is shortened. */
    public static final Duration SHORTEST_IDLE = Duration.ofMillis(100);

    /** @throws IllegalArgumentException if idle stretches are to take no time */
    public Wish {
        if (idle != null && idle.compareTo(SHORTEST_IDLE) < 0) {
            throw new IllegalArgumentException(
                    "an idle stretch takes at least %s, not %s".formatted(SHORTEST_IDLE, idle));
        }
    }
}
