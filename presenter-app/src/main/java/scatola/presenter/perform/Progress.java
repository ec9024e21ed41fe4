package scatola.presenter.perform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a performance is.
 *
 * @param state what it does
 * @param step which step is on, from 1; 0 before the first
 * @param steps how far each is, in order
 * @param divergence where it stands, or null
 * @param log what else happened, in order
 * @param began when
 * @param ended when, or null as long as it goes on
 */
record Progress(
        State state,
        int step,
        List<StepProgress> steps,
        @Nullable String divergence,
        List<Noted> log,
        Instant began,
        @Nullable Instant ended) {
    Progress {
        steps = List.copyOf(steps);
        log = List.copyOf(log);
    }

    /** It ends here, though it should not. */
    Progress broken(Instant now, String reason) {
        List<Noted> more = new ArrayList<>(log);
        more.add(new Noted(now, reason));
        return new Progress(State.FAILED, step, steps, null, more, began, now);
    }

    /** What a performance does. */
    enum State {
        /** It waits until all guests are gone. */
        RESETTING,
        /** It waits as the recording did. */
        PAUSING,
        /** Something was sent and is not answered yet. */
        SENDING,
        /** It waits for what must be seen. */
        WAITING,
        /** Something is not as recorded: somebody must decide. */
        DIVERGED,
        /** All was seen. */
        PASSED,
        /** It came to its end, but something was not as recorded. */
        FAILED,
        /** Somebody ended it. */
        STOPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a step is. */
    enum StepState {
        /** Its turn comes. */
        TO_COME,
        /** It was sent. */
        SENT,
        /** It waits for what must be seen. */
        WAITING,
        /** All was seen. */
        DONE,
        /** Something is not as recorded. */
        DIVERGED,
        /** Something was not as recorded, and somebody took it as it is. */
        ACCEPTED,
        /** Somebody left it. */
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How far a step is.
     *
     * @param step the step
     * @param state how far
     * @param answer how it was answered, or null if it was not yet
     * @param looks what must be seen and what is
     */
    record StepProgress(
            Step step, StepState state, @Nullable String answer, List<BarrierWatch.Look> looks) {
        StepProgress {
            looks = List.copyOf(looks);
        }
    }

    /**
     * Something that happened meanwhile.
     *
     * @param at when
     * @param text what
     */
    record Noted(Instant at, String text) {}
}
