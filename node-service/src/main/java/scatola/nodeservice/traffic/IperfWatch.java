package scatola.nodeservice.traffic;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Ended;
import scatola.bus.message.Verdict;

/**
 * Reads the text of an iperf3 client or server (3.x, {@code --forceflush -f m}); its JSON would come only at the end.
 */
final class IperfWatch implements Watch {
    private static final Pattern INTERVAL =
            Pattern.compile("\\[ *\\d+\\] +([0-9.]+)-([0-9.]+) +sec +[0-9.]+ \\w?Bytes +([0-9.]+) Mbits/sec(.*)");

    private static final Pattern UNANSWERED = Pattern.compile("(?i)timed out|no route|unreachable|in progress");

    private long intervals;
    private @Nullable Double receiver;
    private @Nullable Double sender;
    private @Nullable String error;
    private final boolean serving;

    /** @param serving whether it is the server */
    IperfWatch(boolean serving) {
        this.serving = serving;
    }

    @Override
    public List<TrafficSample> line(String text, Instant now) {
        if (text.startsWith("iperf3: ")) {
            error = text.substring("iperf3: ".length()).strip();
            return List.of();
        }
        if (serving && text.equals(Programs.LISTENING)) {
            return List.of(new TrafficSample.Listening());
        }
        Matcher interval = INTERVAL.matcher(text.strip());
        if (!interval.matches()) {
            return List.of();
        }
        double mbitPerS = Double.parseDouble(interval.group(3));
        if (interval.group(4).contains("receiver")) {
            receiver = mbitPerS;
            return List.of();
        }
        if (interval.group(4).contains("sender")) {
            sender = mbitPerS;
            return List.of();
        }
        return serving
                ? List.of()
                : List.of(new TrafficSample.Interval(
                        intervals++,
                        Double.parseDouble(interval.group(1)),
                        Double.parseDouble(interval.group(2)),
                        mbitPerS));
    }

    @Override
    public TrafficResult result(Ended ended, int exitCode, long durationMs) {
        Double measured = receiver == null ? sender : receiver;
        boolean unfinished = exitCode != 0 || error != null || measured == null && !serving;
        boolean failed = ended == Ended.FAILED || ended == Ended.COMPLETED && unfinished;
        return new TrafficResult(
                failed ? failure() : Verdict.OK,
                failed ? Ended.FAILED : ended,
                durationMs,
                error == null && failed ? "it did not come to an end" : error,
                exitCode < 0 ? null : (long) exitCode,
                null,
                measured,
                null,
                null);
    }

    private Verdict failure() {
        if (serving) {
            return Verdict.FAILED;
        }
        if (intervals > 0) {
            return Verdict.LOST;
        }
        return error == null || UNANSWERED.matcher(error).find() ? Verdict.UNREACHABLE : Verdict.FAILED;
    }
}
