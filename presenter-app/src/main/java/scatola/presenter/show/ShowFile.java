package scatola.presenter.show;

import java.util.List;

/** What came of reading a show. */
public sealed interface ShowFile {
    /**
     * It can be played.
     *
     * @param show it
     */
    record Playable(Show show) implements ShowFile {}

    /**
     * It can't; nothing of it is played.
     *
     * @param problems one sentence each, naming the step and the key and saying what to write
     */
    record Unplayable(List<String> problems) implements ShowFile {
        /** Copies the list. */
        public Unplayable {
            problems = List.copyOf(problems);
        }
    }
}
