package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.Stamp;
import scatola.bus.VmName;

/**
 * What came of a traffic test.
 *
 * @param stamp when
 * @param kind what was tested
 * @param from the guest that it ran in
 * @param to the address or guest it was aimed at, or null
 * @param verdict what it found
 * @param ended why it ended
 * @param durationMs how long it took
 * @param by who asked for it, or null
 * @param text the program's last words or a reason, or null
 * @param exitCode of the program in the guest, or null where it did not end by itself
 * @param ping figures of a ping, else null
 * @param mbitPerS what the receiver measured over the whole of an iperf, else null
 * @param lines how many lines arrived or were printed (netcat, exec), else null
 * @param droppedLines how many more were too much to report, or null
 */
public record TestResult(
        Stamp stamp,
        TestKind kind,
        VmName from,
        @Nullable String to,
        Verdict verdict,
        Ended ended,
        long durationMs,
        @Nullable String by,
        @Nullable String text,
        @Nullable Long exitCode,
        @Nullable PingFigures ping,
        @Nullable Double mbitPerS,
        @Nullable Long lines,
        @Nullable Long droppedLines)
        implements Message {
    /** How long the broker keeps a result. */
    public static final long EXPIRY_S = 3600;

    /**
     * What a ping measured; on the wire these stand beside the other fields.
     *
     * @param sent requests
     * @param received replies in time
     * @param lossPct share of requests without one, 0 to 100
     * @param outageMs the longest time from the last reply before a loss to the first one after it; 0 without a loss;
     *     null if traffic did not come back
     * @param minMs shortest round trip, or null without a reply
     * @param avgMs mean round trip, or null without a reply
     * @param maxMs longest round trip, or null without a reply
     */
    public record PingFigures(
            long sent,
            long received,
            double lossPct,
            @Nullable Long outageMs,
            @Nullable Double minMs,
            @Nullable Double avgMs,
            @Nullable Double maxMs) {}

    /**
     * @param fields the payload
     * @return the message
     */
    public static TestResult from(Fields fields) {
        TestKind kind = fields.oneOf("kind", TestKind.values());
        return new TestResult(
                fields.stamp(),
                kind,
                fields.as("from", VmName::new),
                fields.textOrNull("to"),
                fields.oneOf("verdict", Verdict.values()),
                fields.oneOf("ended", Ended.values()),
                fields.integer("duration_ms", 0, Long.MAX_VALUE),
                fields.textOrNull("by"),
                fields.textOrNull("text"),
                fields.integerOrNull("exit_code", -1, 255),
                kind == TestKind.PING ? ping(fields) : null,
                fields.numberOrNull("mbit_per_s", 0, 1e9),
                fields.integerOrNull("lines", 0, Long.MAX_VALUE),
                fields.integerOrNull("dropped_lines", 0, Long.MAX_VALUE));
    }

    private static PingFigures ping(Fields fields) {
        return new PingFigures(
                fields.integer("sent", 0, Long.MAX_VALUE),
                fields.integer("received", 0, Long.MAX_VALUE),
                fields.number("loss_pct", 0, 100),
                fields.integerOrNull("outage_ms", 0, Long.MAX_VALUE),
                fields.numberOrNull("min_ms", 0, 1e9),
                fields.numberOrNull("avg_ms", 0, 1e9),
                fields.numberOrNull("max_ms", 0, 1e9));
    }

    @Override
    public ObjectNode json() {
        Json json = Json.object()
                .stamp(stamp)
                .put("kind", kind)
                .put("from", from)
                .put("to", to)
                .put("verdict", verdict)
                .put("ended", ended)
                .put("duration_ms", durationMs)
                .put("by", by)
                .put("text", text)
                .put("exit_code", exitCode);
        if (ping != null) {
            json.put("sent", ping.sent())
                    .put("received", ping.received())
                    .put("loss_pct", ping.lossPct())
                    .put("outage_ms", ping.outageMs())
                    .put("min_ms", ping.minMs())
                    .put("avg_ms", ping.avgMs())
                    .put("max_ms", ping.maxMs());
        }
        return json.put("mbit_per_s", mbitPerS)
                .put("lines", lines)
                .put("dropped_lines", droppedLines)
                .node();
    }
}
