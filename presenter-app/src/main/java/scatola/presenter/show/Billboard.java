package scatola.presenter.show;

import org.jspecify.annotations.Nullable;

/** Where the box says which show is on. Must not block. */
public interface Billboard {
    /**
     * Where a show is.
     *
     * @param name the show's name in the folder of shows, or null if it has none
     * @param show its title
     * @param step which step is on, or was the last one while the show waits, from 1
     * @param of how many there are
     * @param say the step's line
     * @param next the next step's line while the show waits for somebody to let it begin, else null
     */
    record Scene(
            @Nullable String name,
            String show,
            int step,
            int of,
            String say,
            @Nullable String next) {}

    /**
     * A step begins, or the show waits after one.
     *
     * @param scene where the show is
     */
    void shows(Scene scene);

    /**
     * A show is over.
     *
     * @param show its title
     * @param outcome how it ended
     */
    void over(String show, Outcome outcome);
}
