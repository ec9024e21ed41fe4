package scatola.bus.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import scatola.bus.Fields;
import scatola.bus.VmName;

/** One sample of a traffic test, said when it happens. Its {@code seq} counts within the test. */
public sealed interface Sample extends Message {
    /** @return where the test runs, where it is aimed at, and when the sample was taken */
    Head head();

    /**
     * What every sample has.
     *
     * @param from the guest that the test runs in
     * @param to the address or guest it is aimed at, or null where there is none
     * @param session the session of the guest's node
     * @param ts the node's clock
     */
    record Head(VmName from, @Nullable String to, long session, Instant ts) {
        private Json json(TestKind kind) {
            return Json.object()
                    .put("kind", kind)
                    .put("from", from)
                    .put("to", to)
                    .put("session", session)
                    .put("ts", ts);
        }
    }

    /**
     * A ping was answered.
     *
     * @param head where, where to, when
     * @param seq of the request, from 0
     * @param bytes of the reply
     * @param ttl of the reply
     * @param ms round trip
     */
    record PingReply(Head head, long seq, long bytes, long ttl, double ms) implements Sample {
        @Override
        public ObjectNode json() {
            return head.json(TestKind.PING)
                    .put("seq", seq)
                    .put("bytes", bytes)
                    .put("ttl", ttl)
                    .put("ms", ms)
                    .node();
        }
    }

    /**
     * A ping is not answered in time.
     *
     * @param head where, where to, when
     * @param seq of the request, from 0
     */
    record PingTimeout(Head head, long seq) implements Sample {
        @Override
        public ObjectNode json() {
            return head.json(TestKind.PING).put("seq", seq).put("timeout", true).node();
        }
    }

    /**
     * Throughput of one interval.
     *
     * @param head where, where to, when
     * @param seq of the interval, from 0
     * @param fromS the interval's begin, seconds since the test's
     * @param toS the interval's end
     * @param mbitPerS megabits (10^6) a second
     */
    record IperfInterval(Head head, long seq, double fromS, double toS, double mbitPerS) implements Sample {
        @Override
        public ObjectNode json() {
            return head.json(TestKind.IPERF)
                    .put("seq", seq)
                    .put("from_s", fromS)
                    .put("to_s", toS)
                    .put("mbit_per_s", mbitPerS)
                    .node();
        }
    }

    /**
     * A line that arrived at a listening netcat, or that a program printed; with {@code listening} instead of a text
     * as soon as a server is ready.
     *
     * @param head where, where to, when
     * @param kind netcat, exec, or iperf for a server
     * @param seq of the line, from 0
     * @param text the line, or null where the sample says that a server listens
     */
    record Line(
            Head head, TestKind kind, long seq, @Nullable String text) implements Sample {
        @Override
        public ObjectNode json() {
            Json json = head.json(kind).put("seq", seq).put("text", text);
            return (text == null ? json.put("listening", true) : json).node();
        }
    }

    /**
     * @param fields the payload
     * @return the message
     */
    static Sample from(Fields fields) {
        Head head = new Head(
                fields.as("from", VmName::new),
                fields.textOrNull("to"),
                fields.integer("session", 1, Long.MAX_VALUE),
                fields.instant("ts"));
        long seq = fields.integer("seq", 0, Long.MAX_VALUE);
        TestKind kind = fields.oneOf("kind", TestKind.values());
        return switch (kind) {
            case PING ->
                fields.flag("timeout", false)
                        ? new PingTimeout(head, seq)
                        : new PingReply(
                                head,
                                seq,
                                fields.integer("bytes", 0, 1 << 20),
                                fields.integer("ttl", 0, 255),
                                fields.number("ms", 0, 1e9));
            case IPERF ->
                fields.has("mbit_per_s")
                        ? new IperfInterval(
                                head,
                                seq,
                                fields.number("from_s", 0, 1e9),
                                fields.number("to_s", 0, 1e9),
                                fields.number("mbit_per_s", 0, 1e9))
                        : line(fields, head, kind, seq);
            case NETCAT, EXEC -> line(fields, head, kind, seq);
        };
    }

    private static Line line(Fields fields, Head head, TestKind kind, long seq) {
        return new Line(head, kind, seq, fields.flag("listening", false) ? null : fields.text("text"));
    }
}
