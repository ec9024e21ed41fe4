package scatola.presenter.timeline;

/** How the recorder does. */
public sealed interface RecorderState {
    /** Everything is kept. */
    record Recording() implements RecorderState {}

    /**
     * Everything is kept, but nothing else can go any more to make room.
     *
     * @param reason one sentence that says what to do
     */
    record Crowded(String reason) implements RecorderState {}

    /**
     * There is nothing to be kept: the broker is away.
     *
     * @param reason one sentence that says so
     */
    record Waiting(String reason) implements RecorderState {}

    /**
     * Nothing can be kept. The broker holds what it can; it is tried again each second.
     *
     * @param reason one sentence that says what to do
     */
    record Failing(String reason) implements RecorderState {}
}
