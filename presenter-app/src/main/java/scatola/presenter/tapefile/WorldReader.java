package scatola.presenter.tapefile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import scatola.bus.Decoded;
import scatola.bus.Fields;
import scatola.bus.NodeName;
import scatola.bus.Quoted;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Fold;

/** Reads the lines that say what held at the beginning. For one thread. */
final class WorldReader {
    private record Counted(SortedMap<NodeName, Long> sessions, long unreadable) {}

    private final Instant start;
    private final List<World.Kept.Said> said = new ArrayList<>();
    private final Set<Topic> topics = new HashSet<>();
    private Counted counted = new Counted(new TreeMap<>(), 0);
    private boolean begun;
    private long bytes;

    WorldReader(Instant start) {
        this.start = start;
    }

    World.Kept kept() {
        return new World.Kept(said, counted.sessions(), counted.unreadable());
    }

    void add(Elements line) throws BadTapeFile {
        bytes += line.length();
        if (bytes > TapeFile.MOST_WORLD_BYTES) {
            throw line.wrong("what held at the beginning takes more than %d bytes: no box is as large"
                    .formatted(TapeFile.MOST_WORLD_BYTES));
        }
        if (!line.time().isZero()) {
            throw line.wrong("its time must be 0: it says what held at the beginning");
        }
        if (line.has(2)) {
            line.most(5);
            said.add(said(line));
        } else if (begun) {
            throw line.wrong("its third element must be a topic: only the first world line counts");
        } else {
            line.most(4);
            counted = counted(line);
        }
        begun = true;
    }

    private static Counted counted(Elements line) throws BadTapeFile {
        return switch (Fields.decode(line.json(3), WorldReader::counted)) {
            case Decoded.Value<Counted> value -> value.value();
            case Decoded.Malformed<Counted> bad -> throw line.wrong(bad.reason());
        };
    }

    private static Counted counted(Fields fields) {
        Long unreadable = fields.integerOrNull("unreadable", 0, Long.MAX_VALUE / 2);
        SortedMap<NodeName, Long> sessions = fields.objectOrNull("sessions", WorldReader::sessions);
        return new Counted(sessions == null ? new TreeMap<>() : sessions, unreadable == null ? 0 : unreadable);
    }

    private static SortedMap<NodeName, Long> sessions(Fields fields) {
        SortedMap<NodeName, Long> sessions = new TreeMap<>();
        for (String name : fields.names()) {
            sessions.put(new NodeName(name), fields.integer(name, 1, Long.MAX_VALUE));
        }
        return sessions;
    }

    private World.Kept.Said said(Elements line) throws BadTapeFile {
        String text = line.topic();
        if (!(Fold.topic(text) instanceof Decoded.Value<Topic> topic) || !World.holds(topic.value())) {
            throw line.wrong("nothing holds on the topic '%s': leave the line out".formatted(Quoted.of(text)));
        }
        if (!topics.add(topic.value())) {
            throw line.wrong("the topic '%s' stands twice: leave the older line out".formatted(Quoted.of(text)));
        }
        byte[] payload = line.json(3).toString().getBytes(StandardCharsets.UTF_8);
        return switch (Codec.decode(topic.value(), payload)) {
            case Decoded.Malformed<Codec.Content> bad -> throw line.wrong(bad.reason());
            case Decoded.Value<Codec.Content> content -> {
                if (!(content.value() instanceof Codec.Content.Said held)) {
                    throw line.wrong("its fourth element must be the topic's message, an object");
                }
                yield new World.Kept.Said(
                        topic.value(), held.message(), start.plus(line.seconds(4, "when it was heard")));
            }
        };
    }
}
