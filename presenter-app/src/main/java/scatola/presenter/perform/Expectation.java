package scatola.presenter.perform;

import java.time.Duration;

/**
 * A fact that must be seen before the next command goes out.
 *
 * @param fact as recorded; a test's id is the recorded one
 * @param how when it counts as seen
 * @param after how long after the command it came true in the recording
 */
record Expectation(Fact fact, How how, Duration after) {
    /** When a fact counts as seen. */
    enum How {
        /** Also if it holds already. */
        HOLDS,
        /** If it comes true again: it held before, was over for a while, and came back. */
        RETURNS,
        /** If it happens now, in its turn: what was seen of the same before does not count. */
        HAPPENS
    }
}
