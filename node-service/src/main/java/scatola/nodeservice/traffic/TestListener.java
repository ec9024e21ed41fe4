package scatola.nodeservice.traffic;

/** Hears of a test, on one thread at a time. Must not block. */
public interface TestListener {
    /**
     * Something was seen.
     *
     * @param sample it
     */
    void sample(TrafficSample sample);

    /**
     * It ended. The last call ever.
     *
     * @param result what came of it
     */
    void ended(TrafficResult result);
}
