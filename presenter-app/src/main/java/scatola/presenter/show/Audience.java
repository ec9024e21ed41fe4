package scatola.presenter.show;

/** Who watches a show being played. Called on the show's own thread, in order; must not block for long. */
public interface Audience {
    /**
     * Something is told.
     *
     * @param line what
     */
    void told(Line line);

    /**
     * The show is over; nothing is told after this.
     *
     * @param outcome how it ended
     */
    void over(Outcome outcome);

    /** Nobody watches. */
    Audience NOBODY = new Audience() {
        @Override
        public void told(Line line) {}

        @Override
        public void over(Outcome outcome) {}
    };
}
