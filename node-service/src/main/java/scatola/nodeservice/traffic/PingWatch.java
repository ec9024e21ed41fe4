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
 * does not come, and busybox prints nothing at all before the first. Requests leave at a fixed pace from the program's
 * start on; each reply sets the pace anew, since a guest's clock may run behind. The numbers told are our own: they go on
 * when the program's 16 bits begin again, and when a guest that was paused is behind them.
 */
final class PingWatch implements Watch {
    /** A reply that takes longer is a timeout, whether or not it comes later. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Pattern REPLY =
            Pattern.compile("(\\d+) bytes from [^:]+(?:: | )(icmp_)?seq=(\\d+) ttl=(\\d+) time[=<]([0-9.]+) ?ms(.*)");
    private static final Pattern NO_NEWS =
            Pattern.compile("PING .*|.* statistics ---|.* packets transmitted.*|.*min/avg/.*|Terminated");
    private static final long SEQUENCE_NUMBERS = 1 << 16;

    private final Duration interval;
    private final @Nullable Long count;
    /** When our request 0 left, by the latest that is known. */
    private Instant anchor = Instant.EPOCH;
    /** Our number less the program's. */
    private long shift;

    private long nextSeq;
    private final TreeSet<Long> early = new TreeSet<>();
    private long timeouts;
    private long received;
    private double minMs = Double.MAX_VALUE;
    private double maxMs;
    private double sumMs;
    /** Or the start, before there was one. */
    private Instant lastReply = Instant.EPOCH;

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
    public void begun(Instant now) {
        anchor = now;
        lastReply = now;
    }

    @Override
    public List<TrafficSample> line(String text, Instant now) {
        Matcher reply = REPLY.matcher(text.strip());
        if (!reply.matches()) {
            if (!text.isBlank() && !NO_NEWS.matcher(text).matches()) {
                lastWords = text.strip();
            }
            return List.of();
        }
        if (reply.group(6).contains("DUP")) {
            return List.of();
        }
        double ms = Double.parseDouble(reply.group(5));
        Instant left = now.minusNanos((long) (ms * 1e6));
        long seq = number(Long.parseLong(reply.group(3)) - (reply.group(2) == null ? 0 : 1), left);
        if (seq < nextSeq || early.contains(seq)) {
            return List.of();
        }
        anchor = left.minus(interval.multipliedBy(seq));
        List<TrafficSample> samples = new ArrayList<>(due(now));
        if (seq >= nextSeq) {
            replied(seq, ms, now);
            samples.add(new TrafficSample.PingReply(
                    seq, Long.parseLong(reply.group(1)), Long.parseLong(reply.group(4)), ms));
        }
        return samples;
    }

    /** The program's number as ours. */
    private long number(long printed, Instant left) {
        long seq = printed + shift;
        while (seq < nextSeq - SEQUENCE_NUMBERS / 2) {
            shift += SEQUENCE_NUMBERS;
            seq += SEQUENCE_NUMBERS;
        }
        // It has been given up. If it left when it should have, it is late; if it left later, the program is behind.
        Instant expected = anchor.plus(interval.multipliedBy(seq));
        if (seq < nextSeq && left.isAfter(expected.plus(TIMEOUT.dividedBy(2)))) {
            shift += nextSeq - seq;
            return nextSeq;
        }
        return seq;
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
        if (losing) {
            outageMs = Math.max(outageMs, Duration.between(lastReply, now).toMillis());
        }
        losing = false;
        lastReply = now;
    }

    @Override
    public Optional<Instant> next() {
        return enough()
                ? Optional.empty()
                : Optional.of(anchor.plus(interval.multipliedBy(nextSeq)).plus(TIMEOUT));
    }

    @Override
    public boolean enough() {
        return count != null && nextSeq >= count;
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
        // Without an end of its own it ended all the same, or before its end.
        boolean failed = ended == Ended.FAILED || ended == Ended.COMPLETED && !enough();
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
