package scatola.nodeservice.traffic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import scatola.bus.message.Ended;

/** Reads what a test's program prints. Pure: lines and times in, samples out. One thread. */
interface Watch {
    /**
     * The program is being started; the first call.
     *
     * @param now when
     */
    default void begun(Instant now) {}

    /**
     * @param text a line that the program printed
     * @param now when it arrived
     * @return what it says
     */
    List<TrafficSample> line(String text, Instant now);

    /** @return when {@link #due} has something to say even though no line comes, or empty */
    default Optional<Instant> next() {
        return Optional.empty();
    }

    /**
     * @param now the time
     * @return what is overdue
     */
    default List<TrafficSample> due(Instant now) {
        return List.of();
    }

    /** @return whether all that was asked for has been seen, although the program may go on */
    default boolean enough() {
        return false;
    }

    /**
     * @param ended why it ended
     * @param exitCode of the program, -1 if it did not end by itself
     * @param durationMs how long it took
     * @return what came of it
     */
    TrafficResult result(Ended ended, int exitCode, long durationMs);
}
