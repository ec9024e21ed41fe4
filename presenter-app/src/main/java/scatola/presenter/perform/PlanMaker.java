package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scatola.bus.NodeName;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.message.UplinkSet;
import scatola.presenter.perform.Recorded.Happening;

/** Makes steps of what was recorded: what is not sent again leaves what followed it to the step before. Pure. */
final class PlanMaker {
    /** Of these it counts that they changed and changed back; an address or a node's standing may flicker by itself. */
    private static final Set<String> RETURNING = Set.of("phase", "state");

    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<Recorded> all;
    private final List<String> holes;
    private final Set<TestId> tests;
    private final Set<String> pulled = new HashSet<>();
    private Duration longestPull = Duration.ZERO;
    private Instant pulledUntil = Instant.MIN;

    /**
     * @param all what was asked for, in order
     * @param holes what is missing
     */
    PlanMaker(List<Recorded> all, List<String> holes) {
        this.all = all;
        this.holes = holes;
        this.tests = all.stream()
                .filter(one -> one.skipped() == null)
                .flatMap(one -> Stream.ofNullable(one.test()))
                .collect(Collectors.toSet());
    }

    /** What is sent at once, and what followed. */
    private static final class Group {
        private final List<Recorded> sent = new ArrayList<>();
        private final List<Happening> followed = new ArrayList<>();

        Recorded first() {
            return sent.getFirst();
        }

        boolean isTyped() {
            return first().stroke != null;
        }
    }

    Plan plan() {
        List<Group> groups = new ArrayList<>();
        List<Plan.Skipped> skipped = new ArrayList<>();
        for (Recorded one : all) {
            String reason = one.skipped();
            if (reason != null) {
                skipped.add(new Plan.Skipped(one.at, one.topic, reason));
            } else if (one.stroke != null
                    && !groups.isEmpty()
                    && groups.getLast().isTyped()) {
                groups.getLast().sent.add(one);
            } else {
                Group group = new Group();
                group.sent.add(one);
                groups.add(group);
            }
            if (!groups.isEmpty()) {
                groups.getLast().followed.addAll(one.happenings());
            }
        }
        List<Step> steps = new ArrayList<>();
        Instant reached = groups.isEmpty() ? Instant.EPOCH : groups.getFirst().first().at;
        for (Group group : groups) {
            Step step = step(group, reached);
            steps.add(step);
            reached = reached(group, step);
        }
        return new Plan(steps, skipped, holes);
    }

    private Step step(Group group, Instant reached) {
        Recorded first = group.first();
        Duration pause = between(reached, first.at);
        Order order = first.order;
        if (order == null) {
            List<Step.Stroke> strokes = strokes(group.sent);
            String on = strokes.stream()
                    .map(stroke -> stroke.vm().text())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            List<Expectation> barrier = barrier(group, lastSent(group));
            return new Step(
                    first.at,
                    pause,
                    "somebody types on " + on,
                    new Step.Typing(strokes),
                    barrier,
                    within(lastSent(group), barrier));
        }
        if (order.topic() instanceof Topic.UplinkSet uplink && order.message() instanceof UplinkSet set) {
            pulls(first.at, uplink.node(), set);
        }
        List<Expectation> barrier = barrier(group, first.at);
        return new Step(
                first.at,
                pause,
                Wording.of(order),
                new Step.Command(order, first.status(), first.test()),
                barrier,
                within(first.at, barrier));
    }

    private void pulls(Instant at, NodeName node, UplinkSet set) {
        pulled.add("node/" + node);
        Long forS = set.forS();
        if (forS != null) {
            Duration pull = Duration.ofSeconds(forS).plus(LEAST);
            longestPull = longestPull.compareTo(pull) > 0 ? longestPull : pull;
            Instant until = at.plus(pull);
            pulledUntil = pulledUntil.isAfter(until) ? pulledUntil : until;
        }
    }

    /** A pulled cable takes its time, however fast the rest is performed. */
    private Duration within(Instant sent, List<Expectation> barrier) {
        Duration recorded =
                barrier.isEmpty() ? Duration.ZERO : barrier.getLast().after();
        Duration patience = recorded.multipliedBy(3).plus(GRACE);
        Duration least = sent.isBefore(pulledUntil) && longestPull.compareTo(LEAST) > 0 ? longestPull : LEAST;
        return patience.compareTo(least) > 0 ? patience : least;
    }

    private static List<Step.Stroke> strokes(List<Recorded> typed) {
        List<Step.Stroke> strokes = new ArrayList<>();
        Instant before = typed.getFirst().at;
        for (Recorded one : typed) {
            Step.Stroke stroke = one.stroke;
            if (stroke != null) {
                strokes.add(new Step.Stroke(between(before, one.at), stroke.vm(), stroke.bytes()));
                before = one.at;
            }
        }
        return strokes;
    }

    private static Instant lastSent(Group group) {
        return group.sent.getLast().at;
    }

    /** When the recording had seen all that was to be seen of it. */
    private static Instant reached(Group group, Step step) {
        Instant sent = lastSent(group);
        Instant answered = group.first().answered();
        Instant seen = step.barrier().isEmpty()
                ? sent
                : sent.plus(step.barrier().getLast().after());
        return answered != null && answered.isAfter(seen) ? answered : seen;
    }

    private List<Expectation> barrier(Group group, Instant sent) {
        Map<Trait, List<Happening>> states = new LinkedHashMap<>();
        List<Expectation> expected = new ArrayList<>();
        Map<String, String> there = new HashMap<>();
        for (Happening happening : group.followed) {
            Trait trait = happening.fact().trait();
            if (trait.property().equals(Facts.THERE)) {
                there.put(trait.about(), happening.fact().value());
            }
            if (!trait.isOfTest()) {
                states.computeIfAbsent(trait, one -> new ArrayList<>()).add(happening);
            }
        }
        for (Happening happening : group.followed) {
            Expectation expectation = expectation(happening, states, there, sent);
            if (expectation != null) {
                expected.add(expectation);
            }
        }
        return expected;
    }

    private @Nullable Expectation expectation(
            Happening happening, Map<Trait, List<Happening>> states, Map<String, String> there, Instant sent) {
        Fact fact = happening.fact();
        Trait trait = fact.trait();
        Duration after = between(sent, happening.at());
        if (trait.isOfTest()) {
            return tests.contains(trait.test()) ? new Expectation(fact, Expectation.How.HAPPENS, after) : null;
        }
        List<Happening> same = states.getOrDefault(trait, List.of(happening));
        boolean isThere = trait.property().equals(Facts.THERE);
        boolean isGone = Facts.GONE.equals(there.get(trait.about()));
        if (!same.getLast().equals(happening) || (isThere ? !isGone : isGone)) {
            return null;
        }
        return new Expectation(fact, returns(trait, same) ? Expectation.How.RETURNS : Expectation.How.HOLDS, after);
    }

    private boolean returns(Trait trait, List<Happening> same) {
        boolean returned = same.size() > 1
                && same.getLast().fact().value().equals(same.getFirst().before());
        return returned && (RETURNING.contains(trait.property()) || pulled.contains(trait.about()));
    }

    private static Duration between(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.isNegative() ? Duration.ZERO : between;
    }
}
