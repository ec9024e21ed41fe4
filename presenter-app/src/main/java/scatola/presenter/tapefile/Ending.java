package scatola.presenter.tapefile;

import java.time.Instant;

/** How a file ended. */
public sealed interface Ending {
    /**
     * With its last line.
     *
     * @param to the recording's end
     */
    record Whole(Instant to) implements Ending {}

    /**
     * Before that: the rest is missing.
     *
     * @param warning what is missing, for people
     */
    record Cut(String warning) implements Ending {}
}
