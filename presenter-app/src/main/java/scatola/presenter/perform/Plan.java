package scatola.presenter.perform;

import java.time.Instant;
import java.util.List;

/**
 * What it takes to perform a recording again.
 *
 * @param steps in their order
 * @param skipped what was asked for in the recording and is not sent again
 * @param holes what is missing in the recording, for people
 */
record Plan(List<Step> steps, List<Skipped> skipped, List<String> holes) {
    /** Nothing to do. */
    static final Plan EMPTY = new Plan(List.of(), List.of(), List.of());

    Plan {
        steps = List.copyOf(steps);
        skipped = List.copyOf(skipped);
        holes = List.copyOf(holes);
    }

    /**
     * Something that is not sent again.
     *
     * @param at when it was recorded
     * @param topic where it was said, below the root
     * @param reason why not
     */
    record Skipped(Instant at, String topic, String reason) {}
}
