package scatola.presenter.box;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import scatola.bus.Decoded;
import scatola.bus.NodeName;
import scatola.bus.PresenterName;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Alert;
import scatola.bus.message.BoxState;
import scatola.bus.message.Codec;
import scatola.bus.message.Codec.Content;
import scatola.bus.message.LinkState;
import scatola.bus.message.Message;
import scatola.bus.message.NodeAvailability;
import scatola.bus.message.NodeState;
import scatola.bus.message.Presence;
import scatola.bus.message.Presenter;
import scatola.bus.message.Sample;
import scatola.bus.message.TestResult;
import scatola.bus.message.UplinkState;
import scatola.bus.message.VmState;

/**
 * Everything that holds in the box, as the bus has told it: a pure fold over {@link Heard}. Immutable. What a speaker
 * said in an older session, or earlier in the same one, never replaces what is newer.
 */
public final class World {
    /** How many samples and results of traffic tests are remembered; of more, the oldest are forgotten. */
    static final int MOST_TESTS = 200;

    private static final World EMPTY = new World(HashTreePMap.empty(), 0, HashTreePMap.empty(), 0);

    /**
     * What was said on a topic.
     *
     * @param order grows with the topics' first messages
     */
    private record Held(Message message, Instant at, long order) {}

    private final PMap<Topic, Held> held;
    private final long topics;
    private final PMap<NodeName, Long> sessions;
    private final long unreadable;

    private World(PMap<Topic, Held> held, long topics, PMap<NodeName, Long> sessions, long unreadable) {
        this.held = held;
        this.topics = topics;
        this.sessions = sessions;
        this.unreadable = unreadable;
    }

    /**
     * All that a world is made of, to have the same one again.
     *
     * @param said what holds, in the order in which it was first heard
     * @param sessions the newest of each node
     * @param unreadable how many messages could not be read
     */
    public record Kept(List<Said> said, Map<NodeName, Long> sessions, long unreadable) {
        /**
         * What was said on a topic.
         *
         * @param topic where
         * @param message what
         * @param at when it was heard
         */
        public record Said(Topic topic, Message message, Instant at) {}
    }

    /** @return the world before anything was heard */
    public static World empty() {
        return EMPTY;
    }

    /**
     * @param heard a message; one that says nothing about the state of the box leaves the world as it is
     * @return the world after it
     */
    public World with(Heard heard) {
        return switch (heard.content()) {
            case Content.Cleared cleared -> without(heard.topic());
            case Content.Said said -> holds(heard.topic()) ? with(heard, said.message()) : this;
            case Content.Text text -> this;
            case Content.Raw raw -> this;
        };
    }

    /**
     * @param at when it was heard
     * @param topic where it was said
     * @param payload what was said
     * @return the world after it; a command that can't be read is its receiver's business and leaves it as it is
     */
    public World after(Instant at, Topic topic, byte[] payload) {
        return switch (Codec.decode(topic, payload)) {
            case Decoded.Malformed<Content> bad -> topic instanceof Topic.Command ? this : withUnreadable();
            case Decoded.Value<Content> content -> with(new Heard(at, topic, content.value()));
        };
    }

    /** @return the same world, one more unreadable message counted */
    public World withUnreadable() {
        return new World(held, topics, sessions, unreadable + 1);
    }

    /** @return all that is needed to have this world again */
    public Kept kept() {
        return new Kept(
                held.entrySet().stream()
                        .sorted(Comparator.comparingLong(
                                entry -> entry.getValue().order()))
                        .map(entry -> new Kept.Said(
                                entry.getKey(),
                                entry.getValue().message(),
                                entry.getValue().at()))
                        .toList(),
                new TreeMap<>(sessions),
                unreadable);
    }

    /**
     * @param kept from {@link #kept}
     * @return the same world
     */
    public static World of(Kept kept) {
        PMap<Topic, Held> held = HashTreePMap.empty();
        long topics = 0;
        for (Kept.Said said : kept.said()) {
            held = held.plus(said.topic(), new Held(said.message(), said.at(), topics++));
        }
        return new World(held, topics, HashTreePMap.from(kept.sessions()), kept.unreadable());
    }

    /**
     * @return the world as it is known when the broker was away: nothing, since everything may have changed and the
     *     broker says again what it retains. Sessions are forgotten, too: a recording goes on when a box is brought up
     *     again, whose nodes may count from 1 then
     */
    public World afterOutage() {
        return new World(HashTreePMap.empty(), 0, HashTreePMap.empty(), unreadable);
    }

    /**
     * @param topic where
     * @return what holds there and when it was heard, or null if nothing does
     */
    public Kept.@Nullable Said said(Topic topic) {
        Held entry = held.get(topic);
        return entry == null ? null : new Kept.Said(topic, entry.message(), entry.at());
    }

    /** @return all nodes that said or are said to be there or not, by name */
    public SortedMap<NodeName, Node> nodes() {
        SortedMap<NodeName, Node> nodes = new TreeMap<>();
        held.forEach((topic, entry) -> {
            if (topic instanceof Topic.NodeAvailability t && entry.message() instanceof NodeAvailability said) {
                nodes.put(t.node(), node(t.node(), said.state(), entry.at()));
            }
        });
        return Collections.unmodifiableSortedMap(nodes);
    }

    /**
     * @param name of a node
     * @return the node, or null if it was never heard of
     */
    public @Nullable Node node(NodeName name) {
        Held entry = held.get(new Topic.NodeAvailability(name));
        return entry != null && entry.message() instanceof NodeAvailability said
                ? node(name, said.state(), entry.at())
                : null;
    }

    private Node node(NodeName name, Presence presence, Instant since) {
        Held state = held.get(new Topic.NodeState(name));
        Instant lastHeard = state != null && state.at().isAfter(since) ? state.at() : since;
        return new Node(
                name,
                presence,
                since,
                lastHeard,
                state != null && state.message() instanceof NodeState said ? said : null);
    }

    /** @return all guests, by name */
    public SortedMap<VmName, VmState> guests() {
        return collect(Topic.VmState.class, VmState.class, Topic.VmState::vm);
    }

    /**
     * @param name of a guest
     * @return the guest, or null if there is none of that name
     */
    public @Nullable VmState guest(VmName name) {
        Held entry = held.get(new Topic.VmState(name));
        return entry != null && entry.message() instanceof VmState said ? said : null;
    }

    /** @return all links by guest and network; their topics say whose they are */
    public SortedMap<Topic.LinkState, LinkState> links() {
        SortedMap<Topic.LinkState, LinkState> links =
                new TreeMap<>(Comparator.comparing(Topic.LinkState::vm).thenComparing(Topic.LinkState::network));
        held.forEach((topic, entry) -> {
            if (topic instanceof Topic.LinkState t && entry.message() instanceof LinkState said) {
                links.put(t, said);
            }
        });
        return Collections.unmodifiableSortedMap(links);
    }

    /** @return the nodes' own cables, by node */
    public SortedMap<NodeName, UplinkState> uplinks() {
        return collect(Topic.UplinkState.class, UplinkState.class, Topic.UplinkState::node);
    }

    /** @return all alerts that are not over, in the order in which they came */
    public List<Warning> alerts() {
        SortedMap<Long, Warning> alerts = new TreeMap<>();
        held.forEach((topic, entry) -> {
            if (topic instanceof Topic.NodeAlert t && entry.message() instanceof Alert said) {
                alerts.put(entry.order(), new Warning(t.node(), t.alert(), said));
            }
        });
        return List.copyOf(alerts.values());
    }

    /** @return the traffic tests that are remembered, by id */
    public SortedMap<TestId, TestRun> tests() {
        SortedMap<TestId, TestRun> tests = new TreeMap<>();
        held.forEach((topic, entry) -> {
            if (topic instanceof Topic.TestSample t && entry.message() instanceof Sample sample) {
                tests.put(t.test(), new TestRun.Running(t.test(), entry.at(), sample));
            }
        });
        held.forEach((topic, entry) -> {
            if (topic instanceof Topic.TestResult t && entry.message() instanceof TestResult result) {
                Held sample = held.get(new Topic.TestSample(t.test()));
                tests.put(
                        t.test(),
                        new TestRun.Over(
                                t.test(),
                                entry.at(),
                                result,
                                sample != null && sample.message() instanceof Sample last ? last : null));
            }
        });
        return Collections.unmodifiableSortedMap(tests);
    }

    /** @return the presenters that were heard of, by name */
    public SortedMap<PresenterName, Presenter> presenters() {
        return collect(Topic.Presenter.class, Presenter.class, Topic.Presenter::presenter);
    }

    /** @return what the box as a whole does, or null if nobody said */
    public @Nullable BoxState box() {
        Held entry = held.get(new Topic.BoxState());
        return entry != null && entry.message() instanceof BoxState said ? said : null;
    }

    /** @return how many messages could not be read */
    public long unreadable() {
        return unreadable;
    }

    private <T extends Topic, M extends Message, K extends Comparable<K>> SortedMap<K, M> collect(
            Class<T> topics, Class<M> messages, Function<T, K> key) {
        SortedMap<K, M> found = new TreeMap<>();
        held.forEach((topic, entry) -> {
            if (topics.isInstance(topic) && messages.isInstance(entry.message())) {
                found.put(key.apply(topics.cast(topic)), messages.cast(entry.message()));
            }
        });
        return Collections.unmodifiableSortedMap(found);
    }

    private World without(Topic topic) {
        return held.containsKey(topic) ? new World(held.minus(topic), topics, sessions, unreadable) : this;
    }

    private World with(Heard heard, Message message) {
        Topic topic = heard.topic();
        Speaker speaker = Speaker.of(topic, message);
        NodeName node = speaker.node();
        long newest = node == null ? 0 : sessions.getOrDefault(node, 0L);
        if (speaker.session() < newest || !isNews(topic, speaker)) {
            return this;
        }
        PMap<NodeName, Long> nextSessions =
                node != null && speaker.session() > newest ? sessions.plus(node, speaker.session()) : sessions;
        Held before = held.get(topic);
        PMap<Topic, Held> next =
                held.plus(topic, new Held(message, heard.at(), before == null ? topics : before.order()));
        if (topic instanceof Topic.TestSample sample) {
            // a test that goes on has no result any more
            next = next.minus(new Topic.TestResult(sample.test()));
        }
        if (before == null && isOfTest(topic)) {
            next = withoutOldTests(next);
        }
        return new World(next, before == null ? topics + 1 : topics, nextSessions, unreadable);
    }

    /** Whether it is newer than what the same speaker said there before; another speaker's word is always news. */
    private boolean isNews(Topic topic, Speaker speaker) {
        Held before = held.get(topic);
        Stamp stamp = speaker.stamp();
        if (before == null || stamp == null) {
            return true;
        }
        Speaker earlier = Speaker.of(topic, before.message());
        Stamp last = earlier.stamp();
        return last == null || !Objects.equals(earlier.node(), speaker.node()) || stamp.compareTo(last) > 0;
    }

    private static PMap<Topic, Held> withoutOldTests(PMap<Topic, Held> held) {
        List<Topic> tests = held.entrySet().stream()
                .filter(entry -> isOfTest(entry.getKey()))
                .sorted(Comparator.comparing((Map.Entry<Topic, Held> entry) ->
                                entry.getValue().at())
                        .thenComparingLong(entry -> entry.getValue().order()))
                .map(Map.Entry::getKey)
                .toList();
        return held.minusAll(tests.subList(0, Math.max(0, tests.size() - MOST_TESTS)));
    }

    private static boolean isOfTest(Topic topic) {
        return topic instanceof Topic.TestSample || topic instanceof Topic.TestResult;
    }

    /**
     * @param topic any topic
     * @return whether what is said there holds until something else is said, and so belongs to the world
     */
    public static boolean holds(Topic topic) {
        return switch (topic) {
            case Topic.NodeAvailability t -> true;
            case Topic.NodeState t -> true;
            case Topic.NodeAlert t -> true;
            case Topic.VmState t -> true;
            case Topic.LinkState t -> true;
            case Topic.UplinkState t -> true;
            case Topic.TestSample t -> true;
            case Topic.TestResult t -> true;
            case Topic.BoxState t -> true;
            case Topic.BoxInfo t -> true;
            case Topic.Presenter t -> true;
            case Topic.Command t -> false;
            case Topic.NodeEvent t -> false;
            case Topic.NodeResponse t -> false;
            case Topic.VmResponse t -> false;
            case Topic.ConsoleOut t -> false;
            case Topic.ConsoleIn t -> false;
            case Topic.LinkResponse t -> false;
            case Topic.UplinkResponse t -> false;
            case Topic.BoxResponse t -> false;
        };
    }
}
