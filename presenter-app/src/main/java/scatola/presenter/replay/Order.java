package scatola.presenter.replay;

/** What who watches a replay may want of it. */
public sealed interface Order {
    /** Go on; from the end, go on with what came since, or begin again. */
    record Play() implements Order {}

    /** Stand still. */
    record Pause() implements Order {}

    /**
     * Play faster or slower.
     *
     * @param value 0.25 to 16; 1 is as it was
     */
    record Speed(double value) implements Order {}

    /**
     * Go to a moment.
     *
     * @param seconds from the recording's beginning; what lies outside of it means its beginning or its end
     */
    record Seek(double seconds) implements Order {}

    /**
     * Go to a chapter.
     *
     * @param number counted from 1
     */
    record ToChapter(long number) implements Order {}

    /**
     * Go to a chapter.
     *
     * @param title as in the list of chapters; capitals do not count. If several have it, the first is meant
     */
    record ToTitle(String title) implements Order {}

    /** Go to the next chapter. */
    record NextChapter() implements Order {}

    /** Go to the chapter before, or to the beginning of the one that plays. */
    record PreviousChapter() implements Order {}

    /** Stand still at the next event; a state that is said again and means the same is none. */
    record StepForward() implements Order {}

    /** Stand still at the event before. */
    record StepBack() implements Order {}
}
