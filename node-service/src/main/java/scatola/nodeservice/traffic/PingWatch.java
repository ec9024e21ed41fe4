package scatola.nodeservice.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scatola.bus.message.Ended;
import scatola.bus.message.TestResult.PingFigures;
import scatola.bus.message.Verdict;

/**
 * Reads ping's replies, of busybox and of iputils, and knows when one is overdue: neither prints a line for a reply that
 * does not come. Requests leave at a fixed pace from the program's start on, whose first line may be stuck in a buffer;
 * each reply sets the pace anew, since a
 * guest's clock may run behind.
 */
final class PingWatch implements Watch {
    /** A reply that takes longer is a timeout, whether or not it comes later. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Pattern REPLY =
            Pattern.compile("(\\d+) bytes from [^:]+(?:: | )(icmp_)?seq=(\\d+) ttl=(\\d+) time[=<]([0-9.]+) ?ms(.*)");
    private static final Pattern SUMMARY =
            Pattern.compile("^PING |statistics ---| packets transmitted|^round-trip |^rtt |^Terminated");

    private final Duration interval;
    private final @Nullable Long count;
    /** When request 0 left, by the latest that is known; null before the program's start. */
    private @Nullable Instant anchor;

    private long nextSeq;
    private final TreeSet<Long> early = new TreeSet<>();
    private long timeouts;
    private long received;
    private double minMs = Double.MAX_VALUE;
    private double maxMs;
    private double sumMs;
    private @Nullable Instant lastReply;
    private boolean losing;
    private long outageMs;
    private String lastWords = "";

    /**
     * @param interval between two requests
     * @param count how many requests, or null for no end
     */
    PingWatch(Duration interval, @Nullable Long count) {
        this.interval = interval;
        this.count = count;
    }

    @Override
    public List<TrafficSample> begun(Instant now) {
        anchor = now;
        return List.of();
    }

    @Override
    public List<TrafficSample> line(String text, Instant now) {
        Matcher reply = REPLY.matcher(text.strip());
        if (!reply.matches()) {
            if (!text.isBlank() && !SUMMARY.matcher(text).find()) {
                lastWords = text.strip();
            }
            return List.of();
        }
        // iputils counts from 1, busybox from 0
        long seq = Long.parseLong(reply.group(3)) - (reply.group(2) == null ? 0 : 1);
        double ms = Double.parseDouble(reply.group(5));
        boolean duplicate = reply.group(6).contains("DUP");
        if (duplicate || seq < nextSeq || early.contains(seq)) {
            return List.of();
        }
        anchor = now.minusNanos((long) (ms * 1e6)).minus(interval.multipliedBy(seq));
        List<TrafficSample> samples = new ArrayList<>(due(now));
        if (seq < nextSeq) {
            return samples;
        }
        replied(seq, ms, now);
        samples.add(
                new TrafficSample.PingReply(seq, Long.parseLong(reply.group(1)), Long.parseLong(reply.group(4)), ms));
        return samples;
    }

    private void replied(long seq, double ms, Instant now) {
        early.add(seq);
        while (early.remove(nextSeq)) {
            nextSeq++;
        }
        received++;
        sumMs += ms;
        minMs = Math.min(minMs, ms);
        maxMs = Math.max(maxMs, ms);
        Instant before = lastReply;
        if (losing && before != null) {
            outageMs = Math.max(outageMs, Duration.between(before, now).toMillis());
        }
        losing = false;
        lastReply = now;
    }

    @Override
    public Optional<Instant> next() {
        Instant begun = anchor;
        if (begun == null || count != null && nextSeq >= count) {
            return Optional.empty();
        }
        return Optional.of(begun.plus(interval.multipliedBy(nextSeq)).plus(TIMEOUT));
    }

    @Override
    public List<TrafficSample> due(Instant now) {
        List<TrafficSample> samples = new ArrayList<>();
        Optional<Instant> deadline = next();
        while (deadline.isPresent() && !now.isBefore(deadline.get())) {
            samples.add(new TrafficSample.PingTimeout(nextSeq));
            timeouts++;
            losing = true;
            nextSeq++;
            while (early.remove(nextSeq)) {
                nextSeq++;
            }
            deadline = next();
        }
        return samples;
    }

    @Override
    public TrafficResult result(Ended ended, int exitCode, long durationMs) {
        long sent = received + timeouts;
        // without a reply and stopped by itself before the first was due, the program has failed
        boolean failed = ended == Ended.COMPLETED && sent == 0;
        Verdict verdict = failed
                ? Verdict.FAILED
                : received == 0
                        ? Verdict.UNREACHABLE
                        : timeouts == 0 ? Verdict.OK : losing ? Verdict.LOST : Verdict.RECOVERED;
        PingFigures figures = new PingFigures(
                sent,
                received,
                sent == 0 ? 0 : Math.round(1000.0 * timeouts / sent) / 10.0,
                losing ? null : outageMs,
                received == 0 ? null : minMs,
                received == 0 ? null : Math.round(1000 * sumMs / received) / 1000.0,
                received == 0 ? null : maxMs);
        return new TrafficResult(
                verdict,
                failed ? Ended.FAILED : ended,
                durationMs,
                lastWords.isEmpty() ? null : lastWords,
                exitCode < 0 ? null : (long) exitCode,
                figures,
                null,
                null,
                null);
    }
}
