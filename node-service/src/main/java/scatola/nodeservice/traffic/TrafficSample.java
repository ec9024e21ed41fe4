package scatola.nodeservice.traffic;

/** Something a test saw. */
public sealed interface TrafficSample {
    /**
     * A ping was answered in time.
     *
     * @param seq of the request, from 0
     * @param bytes of the reply
     * @param ttl of the reply
     * @param ms round trip
     */
    record PingReply(long seq, long bytes, long ttl, double ms) implements TrafficSample {}

    /**
     * A ping is overdue.
     *
     * @param seq of the request, from 0
     */
    record PingTimeout(long seq) implements TrafficSample {}

    /**
     * Throughput of one interval.
     *
     * @param seq of the interval, from 0
     * @param fromS begin, seconds since the test's
     * @param toS end
     * @param mbitPerS megabits (10^6) a second
     */
    record Interval(long seq, double fromS, double toS, double mbitPerS) implements TrafficSample {}

    /**
     * A line arrived or was printed.
     *
     * @param seq of the line, from 0
     * @param text without the line's end
     */
    record Line(long seq, String text) implements TrafficSample {}

    /** A server is ready. */
    record Listening() implements TrafficSample {}
}
