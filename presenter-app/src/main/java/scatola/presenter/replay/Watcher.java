package scatola.presenter.replay;

import java.time.Instant;

/** Who watches a {@link Replay}. Called on its thread, in order; must not block and must not throw. */
public interface Watcher extends Stage {
    /**
     * A second has passed, or more.
     *
     * @param at the moment that is shown
     */
    void passed(Instant at);

    /**
     * It plays, stands still, is faster or slower, or is somewhere else.
     *
     * @param progress how far it is
     */
    void progressed(Progress progress);

    /**
     * It can't go on for now, and stands still.
     *
     * @param reason for people
     */
    void failed(String reason);

    /**
     * There is no such replay any more. Nothing follows.
     *
     * @param reason for people
     */
    void over(String reason);
}
