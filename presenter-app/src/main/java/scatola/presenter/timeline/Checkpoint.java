package scatola.presenter.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import scatola.bus.Decoded;
import scatola.bus.NodeName;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;

/**
 * A world as bytes: JSON lines, deflated (RFC 1950). The first line has what was counted, each further one what was said
 * on one topic: {@code {"at_us":1,"topic":"vm/doge1","payload":{…}}}.
 */
final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Checkpoint() {}

    static byte[] bytes(World.Kept world) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (Writer out = new OutputStreamWriter(new DeflaterOutputStream(bytes, deflater), StandardCharsets.UTF_8)) {
            ObjectNode head = JSON.createObjectNode().put("unreadable", world.unreadable());
            ObjectNode sessions = head.putObject("sessions");
            world.sessions().forEach((node, session) -> sessions.put(node.text(), session));
            out.append(head.toString()).append('\n');
            for (World.Kept.Said said : world.said()) {
                ObjectNode line = JSON.createObjectNode()
                        .put("at_us", Micros.of(said.at()))
                        .put("topic", Fold.below(said.topic()))
                        .set("payload", said.message().json());
                out.append(line.toString()).append('\n');
            }
        } catch (IOException e) {
            // into memory
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** @throws LibraryException if no recorder wrote them */
    static World.Kept world(byte[] bytes) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new InflaterInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
            JsonNode head = JSON.readTree(String.valueOf(in.readLine()));
            Map<NodeName, Long> sessions = new TreeMap<>();
            head.path("sessions")
                    .properties()
                    .forEach(each -> sessions.put(
                            new NodeName(each.getKey()), each.getValue().asLong()));
            List<World.Kept.Said> said = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.add(said(JSON.readTree(line)));
            }
            return new World.Kept(said, sessions, head.path("unreadable").asLong());
        } catch (IOException | IllegalArgumentException e) {
            throw new LibraryException("a checkpoint of the timeline can't be read: " + e.getMessage(), e);
        }
    }

    private static World.Kept.Said said(JsonNode line) {
        String where = line.path("topic").asText();
        Decoded<Topic> topic = Fold.topic(where);
        if (topic instanceof Decoded.Value<Topic> good
                && Codec.decode(good.value(), line.path("payload").toString().getBytes(StandardCharsets.UTF_8))
                        instanceof Decoded.Value<Codec.Content> content
                && content.value() instanceof Codec.Content.Said said) {
            return new World.Kept.Said(
                    good.value(),
                    said.message(),
                    Micros.instant(line.path("at_us").asLong()));
        }
        throw new IllegalArgumentException("what it has of %s is none of the contract's".formatted(where));
    }
}
