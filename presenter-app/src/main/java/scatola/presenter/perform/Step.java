package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Status;
import scatola.presenter.timeline.Bytes;

/**
 * Something that is sent, and what must be seen before the next is.
 *
 * @param at when it was recorded
 * @param pause how long the recording waited before it, after what came before it was seen
 * @param text what it does, for people
 * @param deed what is sent
 * @param barrier what must be seen, in the order in which it was
 * @param within how long to wait for it, from the answer
 */
record Step(Instant at, Duration pause, String text, Deed deed, List<Expectation> barrier, Duration within) {
    Step {
        barrier = List.copyOf(barrier);
    }

    /** What is sent. */
    sealed interface Deed {}

    /**
     * A command, which is answered.
     *
     * @param order the command
     * @param expected how it was answered, or null if it was not as long as it was recorded
     * @param test the id of the test that it started, or null
     */
    record Command(
            Order order,
            @Nullable Status expected,
            @Nullable TestId test) implements Deed {}

    /**
     * Input typed on consoles.
     *
     * @param strokes in their order, at least one
     */
    record Typing(List<Stroke> strokes) implements Deed {
        Typing {
            strokes = List.copyOf(strokes);
        }
    }

    /**
     * Bytes typed at once.
     *
     * @param pause after what was typed before them
     * @param vm on whose console
     * @param bytes what
     */
    record Stroke(Duration pause, VmName vm, Bytes bytes) {}
}
