package scatola.presenter.show;

/** Where the box says which show is on. Must not block. */
public interface Billboard {
    /**
     * A step begins.
     *
     * @param show the show's title
     * @param step which step, from 1
     * @param of how many there are
     * @param say its line
     */
    void playing(String show, int step, int of, String say);

    /**
     * A show is over.
     *
     * @param show its title
     * @param outcome how it ended
     */
    void over(String show, Outcome outcome);
}
