package scatola.nodeservice.vm;

import java.util.Map;

/** What came of a command. */
public sealed interface Outcome {
    /** Done, with nothing to tell. */
    Outcome DONE = new Done(Map.of());

    /**
     * It was done, or has begun.
     *
     * @param data what is told with the answer: plain values, names, or JSON trees
     */
    record Done(Map<String, Object> data) implements Outcome {
        /** Copies the map. */
        public Done {
            data = Map.copyOf(data);
        }
    }

    /**
     * It was not done, and nothing has changed.
     *
     * @param reason one sentence that says what to do about it
     */
    record Refused(String reason) implements Outcome {}
}
