package scatola.presenter.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the database has it, its tape left out.
 *
 * @param atMicros when
 * @param kind one of the constants here
 * @param flags of a message: its quality of service, and {@link #RETAINED}
 * @param topic of a message, else null
 * @param payload of a message, else what there is to say as JSON
 */
record EntryForm(
        long atMicros, int kind, int flags, @Nullable String topic, Bytes payload) {
    static final int RETAINED = 4;

    private static final int MESSAGE = 0;
    private static final int OUTAGE = 1;
    private static final int CLOCK_SET = 2;
    private static final int GAP = 3;
    private static final int MARK = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    static EntryForm of(Entry entry) {
        long at = Micros.of(entry.at());
        ObjectNode json = JSON.createObjectNode();
        return switch (entry) {
            case Entry.Message m ->
                new EntryForm(at, MESSAGE, m.qos() | (m.retained() ? RETAINED : 0), m.topic(), m.payload());
            case Entry.Outage o -> other(at, OUTAGE, json.put("reason", o.reason()));
            case Entry.ClockSet c -> other(at, CLOCK_SET, json.put("offset_us", micros(c.offset())));
            case Entry.Gap g ->
                other(at, GAP, json.put("since_us", Micros.of(g.since())).put("reason", g.reason()));
            case Entry.Mark m -> other(at, MARK, json.put("title", m.title()).put("by", m.by()));
        };
    }

    /**
     * @return the entry
     * @throws LibraryException if no recorder wrote it
     */
    Entry entry() {
        Instant at = Micros.instant(atMicros);
        return switch (kind) {
            case MESSAGE ->
                new Entry.Message(at, topic == null ? "" : topic, payload, flags & 3, (flags & RETAINED) != 0);
            case OUTAGE -> new Entry.Outage(at, json().path("reason").asText());
            case CLOCK_SET ->
                new Entry.ClockSet(at, Duration.of(json().path("offset_us").asLong(), ChronoUnit.MICROS));
            case GAP ->
                new Entry.Gap(
                        at,
                        Micros.instant(json().path("since_us").asLong()),
                        json().path("reason").asText());
            case MARK ->
                new Entry.Mark(
                        at, json().path("title").asText(), json().path("by").asText());
            default -> throw unreadable(null);
        };
    }

    static long micros(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration());
    }

    private static EntryForm other(long at, int kind, ObjectNode json) {
        return new EntryForm(at, kind, 0, null, Bytes.of(json.toString()));
    }

    private JsonNode json() {
        try {
            return JSON.readTree(payload.toArray());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private LibraryException unreadable(@Nullable Exception cause) {
        return new LibraryException(
                "the entry at %s of the timeline is none that this version knows".formatted(Micros.instant(atMicros)),
                cause);
    }
}
