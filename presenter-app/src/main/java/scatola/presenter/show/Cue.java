package scatola.presenter.show;

/** What came of saying that the next step may begin. */
public sealed interface Cue {
    /**
     * It begins.
     *
     * @param step its number, from 2
     * @param say its line for the audience
     */
    record Begins(int step, String say) implements Cue {}

    /**
     * It does not, and nothing has changed.
     *
     * @param reason what is still awaited, or what to do about it
     */
    record Refused(String reason) implements Cue {}
}
