package scatola.presenter.tapefile;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import scatola.bus.Quoted;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/**
 * Writes a recording line by line: first the header, then what held, then the entries, then the end. For one thread.
 * What it throws is what the stream throws.
 */
public final class TapeFileWriter {
    /** Always with microseconds, so that the same instant is the same text. */
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final OutputStream out;
    private final Instant start;
    private final Checksum checksum = new Checksum();

    /**
     * @param out where to; buffered, flushed and closed by its owner
     * @param start the recording's first moment by its tape's clock
     */
    public TapeFileWriter(OutputStream out, Instant start) {
        this.out = out;
        this.start = start;
    }

    /**
     * @param header the first line
     * @throws IOException as the stream
     */
    public void header(Header header) throws IOException {
        ObjectNode line = object().put("format", TapeFile.FORMAT)
                .put("version", TapeFile.VERSION)
                .put("box", header.box())
                .put("name", header.name())
                .put("start", START.format(header.start()));
        Duration length = header.length();
        if (length != null) {
            line.set("length_s", Seconds.of(length));
        }
        write(line);
    }

    /**
     * @param before what held when the recording began; its instants are of the tape's clock
     * @throws IOException as the stream
     */
    public void before(World.Kept before) throws IOException {
        ObjectNode sessions = object();
        before.sessions().forEach((node, session) -> sessions.put(node.text(), session));
        ObjectNode counted = object().put("unreadable", before.unreadable());
        counted.set("sessions", sessions);
        write(line(Duration.ZERO, Kind.WORLD, null).add(counted));
        for (World.Kept.Said said : before.said()) {
            write(line(Duration.ZERO, Kind.WORLD, Fold.below(said.topic()))
                    .add(said.message().json())
                    .add(Seconds.between(start, said.at())));
        }
    }

    /**
     * @param entry the next one, of the tape's clock; the time of day is told as a difference from what it was at the
     *     beginning
     * @throws IOException as the stream
     */
    public void entry(Entry entry) throws IOException {
        Duration t = Duration.between(start, entry.at());
        write(
                switch (entry) {
                    case Entry.Message m
                    when m.payload().size() > TapeFile.MOST_PAYLOAD_BYTES ->
                        line(t, Kind.GAP, null)
                                .add("a message of %d bytes on %s is too long for a file"
                                        .formatted(m.payload().size(), Quoted.of(m.topic())))
                                .add(Seconds.of(t));
                    case Entry.Message m ->
                        line(t, Kind.MESSAGE, m.topic())
                                .add(payload(m.payload()))
                                .add(m.qos())
                                .add(m.retained());
                    case Entry.Outage o -> line(t, Kind.OUTAGE, null).add(o.reason());
                    case Entry.ClockSet c -> line(t, Kind.CLOCK, null).add(Seconds.of(c.offset()));
                    case Entry.Gap g -> line(t, Kind.GAP, null).add(g.reason()).add(Seconds.between(start, g.since()));
                    case Entry.Mark m -> line(t, Kind.MARK, null).add(m.title()).add(m.by());
                });
    }

    /**
     * @param to the recording's end by the tape's clock; nothing may follow
     * @throws IOException as the stream
     */
    public void end(Instant to) throws IOException {
        write(line(Duration.between(start, to), Kind.END, null).add(checksum.text()));
    }

    private static ArrayNode line(Duration t, Kind kind, @Nullable String topic) {
        ArrayNode line = JsonNodeFactory.instance.arrayNode();
        return line.add(Seconds.of(t)).add(kind.toString()).add(topic);
    }

    /** As text where it is text that does not grow beyond what a line may have when it is written as JSON. */
    private static JsonNode payload(Bytes payload) {
        return payload.utf8()
                .filter(text -> isShort(text))
                .<JsonNode>map(TextNode::new)
                .orElseGet(() -> object().put("base64", Base64.getEncoder().encodeToString(payload.toArray())));
    }

    /** JSON may take six characters for one. */
    private static boolean isShort(String text) {
        return text.length() < TapeFile.MOST_LINE_BYTES / 8;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void write(JsonNode line) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(line);
        out.write(bytes);
        out.write('\n');
        checksum.add(bytes);
        checksum.addLineFeed();
    }
}
