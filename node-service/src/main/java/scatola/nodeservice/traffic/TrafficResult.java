package scatola.nodeservice.traffic;

import org.jspecify.annotations.Nullable;
import scatola.bus.message.Ended;
import scatola.bus.message.TestResult.PingFigures;
import scatola.bus.message.Verdict;

/**
 * What came of a test.
 *
 * @param verdict what it found
 * @param ended why it ended
 * @param durationMs how long it took
 * @param text the program's last words or a reason, or null
 * @param exitCode of the program, or null where it did not end by itself
 * @param ping figures of a ping, else null
 * @param mbitPerS what the receiver measured over the whole of an iperf, else null
 * @param lines how many lines arrived or were printed, or null
 * @param droppedLines how many more were too much to report, or null
 */
public record TrafficResult(
        Verdict verdict,
        Ended ended,
        long durationMs,
        @Nullable String text,
        @Nullable Long exitCode,
        @Nullable PingFigures ping,
        @Nullable Double mbitPerS,
        @Nullable Long lines,
        @Nullable Long droppedLines) {}
