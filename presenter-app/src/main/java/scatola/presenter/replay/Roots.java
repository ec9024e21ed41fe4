package scatola.presenter.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import scatola.bus.Topics;

/** Decides below which roots replays may be published. Pure. */
final class Roots {
    /** Where a replay is published if no other root is named. */
    static final String USUAL = "scatola-replay";

    private Roots() {}

    /**
     * @param wanted a root
     * @param live that of the live box
     * @return why nothing may be published there, or null if it may
     */
    static @Nullable String refusal(String wanted, String live) {
        try {
            return overlap(new Topics(wanted).root(), live)
                    ? "'%s' and the live box's root '%s' overlap: publish below another one, such as %s"
                            .formatted(wanted, live, overlap(USUAL, live) ? live + "-replay" : USUAL)
                    : null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * @param wanted a root
     * @param taken those of other replays, by their ids
     * @return which of them is in the way, or null if none is
     */
    static @Nullable String conflict(String wanted, Map<Long, String> taken) {
        for (Map.Entry<Long, String> other : taken.entrySet()) {
            if (overlap(wanted, other.getValue())) {
                return "replay %d is published below '%s': choose another root, or end it with DELETE /api/replays/%d"
                        .formatted(other.getKey(), other.getValue(), other.getKey());
            }
        }
        return null;
    }

    /** Whether they are the same or one lies in the other. */
    private static boolean overlap(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }
}
