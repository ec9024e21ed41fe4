package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scatola.bus.Decoded;
import scatola.bus.Quoted;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.message.Codec;
import scatola.bus.message.Message;
import scatola.bus.message.Response;
import scatola.bus.message.Sample;
import scatola.presenter.box.Heard;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Bytes;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;

/**
 * Reads a recording and makes a plan of it: what was asked for, how it was answered, and which facts came true before
 * the next thing was asked for. Pure. Not safe for several threads.
 */
final class Planner {
    /** How long a transaction is known. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final String OF_THE_BOX = "it is asked of the box itself: what it caused is in the recording";
    private static final String OF_NODES = "a node asked another one: it will again by itself";
    private static final String RETAINED = "it was published retained, which no command may be";
    private static final String TWICE = "the broker delivered it twice";

    /** By these a command is known when the broker delivers it again. */
    private record Delivered(String topic, String transaction, Bytes payload) {}

    private final List<Recorded> all = new ArrayList<>();
    private final List<Recorded> open = new ArrayList<>();
    private final Map<Delivered, Instant> delivered = new HashMap<>();
    private final Map<Trait, String> values = new HashMap<>();
    private final Map<TestId, Run> runs = new LinkedHashMap<>();
    private final List<String> holes = new ArrayList<>();
    private final NodeTalk nodes = new NodeTalk();
    private World world;

    private Planner(World before) {
        world = before;
        Facts.all(before).forEach(fact -> values.put(fact.trait(), fact.value()));
    }

    /**
     * @param before the world before the first entry
     * @param entries of a recording, in order
     * @return how to perform it
     */
    static Plan plan(World before, Iterator<Entry> entries) {
        Planner planner = new Planner(before);
        entries.forEachRemaining(planner::next);
        planner.runs.values().forEach(Run::end);
        return new PlanMaker(planner.all, planner.holes).plan();
    }

    private void next(Entry entry) {
        switch (entry) {
            case Entry.Message message -> {
                if (Fold.topic(message.topic()) instanceof Decoded.Value<Topic> topic) {
                    said(message, topic.value());
                }
            }
            case Entry.Gap gap ->
                holes.add("for %d s nothing could be recorded (%s): commands may be missing"
                        .formatted(Duration.between(gap.since(), gap.at()).toSeconds(), Quoted.of(gap.reason())));
            // what holds is said again afterwards and is compared with what held before
            case Entry.Outage outage -> world = world.afterOutage();
            case Entry.ClockSet set -> {}
            case Entry.Mark mark -> {}
        }
    }

    private void said(Entry.Message entry, Topic topic) {
        switch (topic) {
            case Topic.Command command -> command(entry, command);
            case Topic.ConsoleIn in -> {
                if (entry.retained()) {
                    add(Recorded.skipped(entry.at(), entry.topic(), null, RETAINED));
                } else if (entry.payload().size() > 0) {
                    add(Recorded.typed(entry.at(), entry.topic(), in.vm(), entry.payload()));
                }
            }
            case Topic.ConsoleOut out -> {}
            default -> told(entry, topic);
        }
    }

    private void command(Entry.Message entry, Topic.Command topic) {
        if (topic instanceof Topic.VmRequest request && request.operation().equals("console")) {
            // who only looked did nothing
            return;
        }
        if (entry.retained()) {
            if (entry.payload().size() > 0) {
                Recorded refused = Recorded.skipped(entry.at(), entry.topic(), null, RETAINED);
                add(refused);
            }
            return;
        }
        if (topic instanceof Topic.BoxRequest) {
            add(Recorded.skipped(entry.at(), entry.topic(), null, OF_THE_BOX));
            return;
        }
        byte[] payload = entry.payload().toArray();
        Recorded recorded = switch (Order.read(topic, payload)) {
            case Decoded.Malformed<Order> bad ->
                Recorded.skipped(entry.at(), entry.topic(), null, "it can't be read: " + bad.reason());
            case Decoded.Value<Order> good -> readable(entry, good.value());
        };
        add(recorded);
        if (!TWICE.equals(recorded.skipped())) {
            open.add(recorded);
        }
    }

    private Recorded readable(Entry.Message entry, Order order) {
        String transaction = order.sender().transaction();
        if (transaction != null) {
            Instant before = delivered.put(new Delivered(entry.topic(), transaction, entry.payload()), entry.at());
            if (before != null && before.plus(MEMORY).isAfter(entry.at())) {
                return Recorded.skipped(entry.at(), entry.topic(), order, TWICE);
            }
        }
        if (nodes.isOfNodes(entry.at(), order, world)) {
            return Recorded.skipped(entry.at(), entry.topic(), order, OF_NODES);
        }
        TestId test = order.startsTest();
        if (test != null) {
            // what an earlier test of that id did is no news about this one
            values.keySet().removeIf(trait -> trait.about().equals(Trait.aboutTest(test)));
            Run earlier = runs.remove(test);
            if (earlier != null) {
                earlier.end();
            }
        }
        return Recorded.command(entry.at(), entry.topic(), order);
    }

    private void told(Entry.Message entry, Topic topic) {
        if (!(Codec.decode(topic, entry.payload().toArray()) instanceof Decoded.Value<Codec.Content> content)) {
            return;
        }
        Message message = content.value() instanceof Codec.Content.Said said ? said.message() : null;
        if (message instanceof Response response) {
            answered(entry.at(), topic, response);
            return;
        }
        World before = world;
        world = before.with(new Heard(entry.at(), topic, content.value()));
        if (message != null) {
            traffic(entry.at(), topic, message);
            Facts.ofTest(topic, message).stream()
                    .filter(fact -> !fact.trait().property().equals(Facts.TRAFFIC))
                    .forEach(fact -> holds(entry.at(), fact));
        }
        if (world != before) {
            Facts.of(world, topic).forEach(fact -> holds(entry.at(), fact));
        }
    }

    private void holds(Instant at, Fact fact) {
        String before = values.put(fact.trait(), fact.value());
        if (fact.value().equals(Facts.GONE)) {
            values.keySet()
                    .removeIf(trait -> trait.about().equals(fact.trait().about()) && !trait.equals(fact.trait()));
        }
        if (!fact.value().equals(before)) {
            happened(all.isEmpty() ? null : all.getLast(), new Recorded.Happening(at, fact, before));
        }
    }

    private static void happened(@Nullable Recorded in, Recorded.Happening happening) {
        if (in != null) {
            in.happened(happening);
        }
    }

    private void traffic(Instant at, Topic topic, Message message) {
        if (topic instanceof Topic.TestSample test
                && (message instanceof Sample.PingReply || message instanceof Sample.PingTimeout)) {
            Fact fact = Facts.ofTest(topic, message).getFirst();
            runs.computeIfAbsent(test.test(), id -> new Run()).sample(at, fact, all.isEmpty() ? null : all.getLast());
        }
    }

    private void answered(Instant at, Topic topic, Response response) {
        nodes.answered(topic, response.transaction());
        open.stream()
                .filter(one -> answers(one, topic))
                .filter(one -> Objects.equals(transaction(one), response.transaction()))
                .findFirst()
                .ifPresent(one -> {
                    open.remove(one);
                    TestId test = AnswerData.test(response);
                    one.answered(at, response.status(), response.error(), test);
                    if (OF_NODES.equals(one.skipped())) {
                        nodes.serves(test);
                    }
                });
    }

    private static boolean answers(Recorded one, Topic topic) {
        return Fold.topic(one.topic) instanceof Decoded.Value<Topic> asked
                && asked.value() instanceof Topic.Command command
                && command.response().equals(topic);
    }

    private static @Nullable String transaction(Recorded one) {
        Order order = one.order;
        return order == null ? null : order.sender().transaction();
    }

    private void add(Recorded recorded) {
        all.add(recorded);
    }

    /**
     * What a ping tells again and again. It counts from the second time on: a single packet that is late is no story,
     * unless it is all there is.
     */
    private static final class Run {
        private @Nullable Fact fact;
        private @Nullable Recorded in;
        private Instant since = Instant.EPOCH;
        private int times;
        private @Nullable String told;

        void sample(Instant at, Fact next, @Nullable Recorded last) {
            if (next.equals(fact)) {
                times++;
            } else {
                fact = next;
                in = last;
                since = at;
                times = 1;
            }
            if (times == 2) {
                tell();
            }
        }

        void end() {
            if (told == null && times == 1) {
                tell();
            }
        }

        private void tell() {
            Fact what = fact;
            if (what != null && !what.value().equals(told)) {
                happened(in, new Recorded.Happening(since, what, told));
                told = what.value();
            }
        }
    }
}
