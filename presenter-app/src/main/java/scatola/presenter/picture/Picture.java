package scatola.presenter.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import scatola.bus.NodeName;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.message.Json;
import scatola.presenter.box.Node;
import scatola.presenter.box.Standing;
import scatola.presenter.box.World;
import scatola.presenter.picture.Piece.Section;

/**
 * The world at a moment, as clients get it. Its parts are the contract's own messages; to nodes it adds whether they can
 * be counted on, which a moment may change in which nothing was said. Immutable.
 */
public final class Picture {
    private final World world;
    private final PMap<Piece, JsonNode> pieces;

    private Picture(World world, PMap<Piece, JsonNode> pieces) {
        this.world = world;
        this.pieces = pieces;
    }

    /**
     * A later picture.
     *
     * @param picture it
     * @param change what differs in it
     */
    public record Next(Picture picture, Change change) {}

    /**
     * @param world what is known
     * @param connected whether it can be relied on: the broker is there
     * @param now the present, by the clock that stamps arrivals
     * @return its picture; takes time with the size of the world
     */
    public static Picture of(World world, boolean connected, Instant now) {
        PMap<Piece, JsonNode> pieces = HashTreePMap.<Piece, JsonNode>empty()
                .plus(Piece.CONNECTED, BooleanNode.valueOf(connected))
                .plus(Piece.BOX, NullNode.instance)
                .plus(Piece.INFO, NullNode.instance)
                .plus(Piece.UNREADABLE, LongNode.valueOf(world.unreadable()));
        for (World.Kept.Said said : world.kept().said()) {
            Piece piece = Piece.of(said.topic());
            if (piece != null) {
                pieces = with(pieces, piece, world, said.topic(), now);
            }
        }
        return new Picture(world, pieces);
    }

    /**
     * The picture after one message more; takes no time with the size of the world.
     *
     * @param next the world right after this picture's
     * @param topic where it was said what makes them differ
     * @param now the present
     * @return the picture of {@code next}; nodes of which nothing was said stand as they stood
     */
    public Next after(World next, Topic topic, Instant now) {
        Set<Piece> touched = new HashSet<>(List.of(Piece.UNREADABLE));
        PMap<Piece, JsonNode> changed = next.unreadable() == world.unreadable()
                ? pieces
                : pieces.plus(Piece.UNREADABLE, LongNode.valueOf(next.unreadable()));
        Piece piece = Piece.of(topic);
        if (piece != null && next != world) {
            touched.add(piece);
            if (piece.section() == Section.TESTS && world.said(topic) == null) {
                for (TestId test : forgotten(next)) {
                    Topic sample = new Topic.TestSample(test);
                    Piece old = new Piece(Section.TESTS, test.text());
                    touched.add(old);
                    changed = with(changed, old, next, sample, now);
                }
            }
            changed = with(changed, piece, next, topic, now);
        }
        return new Next(new Picture(next, changed), Change.between(pieces, changed, touched));
    }

    /**
     * @param now the present
     * @return the picture of the same world then: nodes that have been silent for too long are lost
     */
    public Next at(Instant now) {
        PMap<Piece, JsonNode> changed = pieces;
        Set<Piece> touched = new HashSet<>();
        for (NodeName name : world.nodes().keySet()) {
            Topic topic = new Topic.NodeAvailability(name);
            Piece piece = new Piece(Section.NODES, name.text());
            touched.add(piece);
            changed = with(changed, piece, world, topic, now);
        }
        return new Next(new Picture(world, changed), Change.between(pieces, changed, touched));
    }

    /**
     * @param earlier any picture
     * @return what is to be merged into it to get this one
     */
    public Change since(Picture earlier) {
        Set<Piece> all = new HashSet<>(pieces.keySet());
        all.addAll(earlier.pieces.keySet());
        return Change.between(earlier.pieces, pieces, all);
    }

    /** @return all of it, made anew at each call, but shares its parts with the picture: not to be changed */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Section section : Section.values()) {
            if (section.isNamed()) {
                json.putObject(section.field());
            } else {
                json.putNull(section.field());
            }
        }
        new TreeMap<>(pieces).forEach((piece, value) -> Change.put(json, piece, value));
        return json;
    }

    /** The tests of which the world has forgotten the sample or the result, as it does with the oldest of too many. */
    private List<TestId> forgotten(World next) {
        return pieces.keySet().stream()
                .filter(piece -> piece.section() == Section.TESTS)
                .map(piece -> new TestId(piece.name()))
                .filter(test ->
                        isForgotten(next, new Topic.TestSample(test)) || isForgotten(next, new Topic.TestResult(test)))
                .toList();
    }

    private boolean isForgotten(World next, Topic topic) {
        return next.said(topic) == null && world.said(topic) != null;
    }

    private static PMap<Piece, JsonNode> with(
            PMap<Piece, JsonNode> pieces, Piece piece, World world, Topic topic, Instant now) {
        JsonNode json = json(world, topic, now);
        if (json != null) {
            return pieces.plus(piece, json);
        }
        return piece.section().isNamed() ? pieces.minus(piece) : pieces.plus(piece, NullNode.instance);
    }

    private static @Nullable JsonNode json(World world, Topic topic, Instant now) {
        return switch (topic) {
            case Topic.NodeAvailability t -> node(world.node(t.node()), now);
            case Topic.NodeState t -> node(world.node(t.node()), now);
            case Topic.TestSample t -> test(world, t.test());
            case Topic.TestResult t -> test(world, t.test());
            default -> json(world.said(topic));
        };
    }

    private static @Nullable JsonNode json(World.Kept.@Nullable Said said) {
        return said == null ? null : said.message().json();
    }

    private static @Nullable JsonNode node(@Nullable Node node, Instant now) {
        if (node == null) {
            return null;
        }
        Json json = Json.object();
        switch (node.standing(now)) {
            case Standing.Online online -> json.put("standing", "online").put("since", node.since());
            case Standing.Offline offline -> json.put("standing", "offline").put("since", offline.since());
            case Standing.Lost lost -> json.put("standing", "lost").put("since", lost.lastHeard());
        }
        return json.put("last_heard", node.lastHeard())
                .put("state", node.state() == null ? null : node.state().json())
                .node();
    }

    private static @Nullable JsonNode test(World world, TestId id) {
        World.Kept.Said sample = world.said(new Topic.TestSample(id));
        World.Kept.Said result = world.said(new Topic.TestResult(id));
        World.Kept.Said last = result == null ? sample : result;
        return last == null
                ? null
                : Json.object()
                        .put("sample", json(sample))
                        .put("result", json(result))
                        .put("last_heard", last.at())
                        .node();
    }
}
