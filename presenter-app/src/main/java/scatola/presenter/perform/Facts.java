package scatola.presenter.perform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmState;
import scatola.presenter.box.Node;
import scatola.presenter.box.World;

/** What of the world are facts. Pure. */
final class Facts {
    /** Whether there is such a thing at all. */
    static final String THERE = "there";

    static final String YES = "yes";
    static final String GONE = "gone";
    static final String NONE = "none";
    static final String RAISED = "raised";
    static final String CLEARED = "cleared";

    /** What of a ping comes: replies or timeouts. */
    static final String TRAFFIC = "traffic";

    static final String REPLIES = "replies";
    static final String TIMEOUTS = "timeouts";

    /** What came of a test. */
    static final String VERDICT = "verdict";

    /** Raised by what is not done again, or by a node's files. */
    private static final Set<String> NOT_OF_THE_STORY = Set.of("retained-command", "retained-console", "broken-images");

    private Facts() {}

    /** All that holds; what happens in tests does not. */
    static List<Fact> all(World world) {
        List<Fact> all = new ArrayList<>();
        world.nodes().keySet().forEach(node -> all.addAll(of(world, new Topic.NodeAvailability(node))));
        world.uplinks().keySet().forEach(node -> all.addAll(of(world, new Topic.UplinkState(node))));
        world.guests().keySet().forEach(vm -> all.addAll(of(world, new Topic.VmState(vm))));
        world.links().keySet().forEach(link -> all.addAll(of(world, link)));
        world.alerts().forEach(alert -> all.addAll(of(world, new Topic.NodeAlert(alert.node(), alert.id()))));
        return List.copyOf(all);
    }

    /** What holds about the subject of a topic, nothing if it has none; what is gone has only that. */
    static List<Fact> of(World world, Topic topic) {
        return switch (topic) {
            case Topic.NodeAvailability t -> node(t.node(), world.node(t.node()));
            case Topic.UplinkState t -> uplink(t.node(), world.uplinks().get(t.node()));
            case Topic.VmState t -> guest("vm/" + t.vm(), world.guest(t.vm()));
            case Topic.LinkState t ->
                link("link/%s/%s".formatted(t.vm(), t.network()), world.links().get(t));
            case Topic.NodeAlert t -> alert(t.alert(), world);
            default -> List.of();
        };
    }

    /** What a message on a topic of a test tells. */
    static List<Fact> ofTest(Topic topic, Message message) {
        return switch (topic) {
            case Topic.TestSample t when message instanceof Sample sample -> sample(t.test(), sample);
            case Topic.TestResult t
            when message instanceof TestResult result ->
                List.of(Fact.of(Trait.aboutTest(t.test()), VERDICT, result.verdict()));
            default -> List.of();
        };
    }

    /** How something is of which nothing was heard, or null if that can't be said. */
    static @Nullable String unheard(Trait trait) {
        return switch (trait.property()) {
            case THERE -> GONE;
            case "stands" -> CLEARED;
            default -> null;
        };
    }

    private static List<Fact> node(NodeName name, @Nullable Node node) {
        return node == null ? List.of() : List.of(Fact.of("node/" + name, "standing", node.presence()));
    }

    private static List<Fact> uplink(NodeName name, @Nullable UplinkState uplink) {
        return uplink == null ? List.of() : List.of(Fact.of("uplink/" + name, "state", uplink.state()));
    }

    private static List<Fact> guest(String about, @Nullable VmState guest) {
        return guest == null
                ? List.of(Fact.of(about, THERE, GONE))
                : List.of(
                        Fact.of(about, THERE, YES),
                        Fact.of(about, "phase", guest.phase()),
                        Fact.of(about, "node", guest.node()),
                        Fact.of(about, "ip", guest.ip() == null ? NONE : guest.ip()));
    }

    private static List<Fact> link(String about, @Nullable LinkState link) {
        return link == null
                ? List.of(Fact.of(about, THERE, GONE))
                : List.of(
                        Fact.of(about, THERE, YES),
                        Fact.of(about, "state", link.state()),
                        Fact.of(about, "ip", link.ip() == null ? NONE : link.ip()));
    }

    private static List<Fact> alert(AlertId id, World world) {
        if (NOT_OF_THE_STORY.contains(id.text())) {
            return List.of();
        }
        boolean raised = world.alerts().stream().anyMatch(one -> one.id().equals(id));
        return List.of(Fact.of("alert/" + id, "stands", raised ? RAISED : CLEARED));
    }

    private static List<Fact> sample(TestId test, Sample sample) {
        String about = Trait.aboutTest(test);
        return switch (sample) {
            case Sample.PingReply s -> List.of(Fact.of(about, TRAFFIC, REPLIES));
            case Sample.PingTimeout s -> List.of(Fact.of(about, TRAFFIC, TIMEOUTS));
            case Sample.IperfInterval s -> List.of(Fact.of(about, "figures", "there"));
            case Sample.Line s when s.text() == null -> List.of(Fact.of(about, "listening", YES));
            // what a program prints may be the time of day
            case Sample.Line s when s.kind() != TestKind.NETCAT -> List.of();
            case Sample.Line s -> List.of(Fact.of(about, "text", String.valueOf(s.text())));
        };
    }
}
