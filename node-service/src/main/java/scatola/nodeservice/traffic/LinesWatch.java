package scatola.nodeservice.traffic;

import java.time.Instant;
import java.util.List;
import scatola.bus.message.Ended;
import scatola.bus.message.Verdict;

/** Passes on what a program prints, up to a bound. */
final class LinesWatch implements Watch {
    /** More lines are counted and not told. */
    static final int MOST_LINES = 1000;
    /** A longer line is cut. */
    static final int LONGEST = 4096;

    private static final int LAST_WORDS = 300;

    private long lines;
    private long dropped;
    private String last = "";

    @Override
    public List<TrafficSample> line(String text, Instant now) {
        if (text.equals(Programs.LISTENING)) {
            return List.of(new TrafficSample.Listening());
        }
        last = text;
        if (lines >= MOST_LINES) {
            dropped++;
            return List.of();
        }
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return List.of(new TrafficSample.Line(lines++, head));
    }

    @Override
    public TrafficResult result(Ended ended, int exitCode, long durationMs) {
        boolean late = ended == Ended.FAILED;
        boolean failed = late || ended == Ended.COMPLETED && exitCode != 0;
        String words = last.length() > LAST_WORDS ? last.substring(0, LAST_WORDS) + "…" : last;
        return new TrafficResult(
                failed ? Verdict.FAILED : Verdict.OK,
                failed ? Ended.FAILED : ended,
                durationMs,
                !failed
                        ? null
                        : !words.isBlank() ? words : late ? "it took too long" : "it ended with exit code " + exitCode,
                exitCode < 0 ? null : (long) exitCode,
                null,
                null,
                lines,
                dropped == 0 ? null : dropped);
    }
}
