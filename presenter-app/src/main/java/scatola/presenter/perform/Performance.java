package scatola.presenter.perform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scatola.bus.TestId;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.bus.message.Codec;
import scatola.bus.message.Response;
import scatola.bus.message.Sender;
import scatola.bus.message.Status;
import scatola.bus.message.TestRequest;
import scatola.presenter.box.World;
import scatola.presenter.perform.Progress.Noted;
import scatola.presenter.perform.Progress.State;
import scatola.presenter.perform.Progress.StepProgress;
import scatola.presenter.perform.Progress.StepState;
import scatola.presenter.show.Outcome;

/**
 * One performing of a plan, decided purely: messages, answers, decisions and the clock go in, effects come out. It goes
 *
 * <pre>
 * Resetting → Pausing → Sending → Watching → Pausing (before the next step) → … → Over
 *     └──────────┴─────────┴─────────┴── not as recorded → Diverged ── somebody decides → back, on, or Over
 * </pre>
 *
 * Not safe for several threads.
 */
final class Performance {
    /** How long an answer may take: the box itself answers for a silent node after 45 s at most. */
    static final Duration ANSWER = Duration.ofSeconds(50);

    private static final int MOST_NOTED = 1000;

    /**
     * How it is to be performed.
     *
     * @param id begins its transactions and no others
     * @param by who the commands come from
     * @param speed by how much faster than recorded pauses are; 0 leaves them out
     * @param reset whether all guests are deleted before
     */
    record Setting(String id, String by, double speed, boolean reset) {}

    /** What is to be done in the world. */
    sealed interface Effect {
        /**
         * Send a command.
         *
         * @param order the command with transaction and sender
         */
        record Send(Order order) implements Effect {}

        /**
         * Type on a console.
         *
         * @param stroke what
         */
        record Type(Step.Stroke stroke) implements Effect {}

        /**
         * Say on the bus which step is on.
         *
         * @param step from 1
         * @param text what it does
         */
        record Announce(int step, String text) implements Effect {}

        /**
         * It is over.
         *
         * @param outcome how it ended
         */
        record Finish(Outcome outcome) implements Effect {}
    }

    private sealed interface Phase {
        record Resetting() implements Phase {}

        record Pausing(Instant until) implements Phase {}

        /** Typing is sent stroke by stroke. */
        record Typing(int next, Instant until) implements Phase {}

        record Answering(String transaction, Instant until) implements Phase {}

        record Watching(Instant until) implements Phase {}

        record Diverged(String reason, Phase was) implements Phase {}

        record Over(Outcome outcome, Instant at) implements Phase {}
    }

    private final Plan plan;
    private final Setting setting;
    private final Instant began;
    private final Sightings sightings;
    private final List<Effect> effects = new ArrayList<>();
    private final List<StepState> states = new ArrayList<>();
    private final Map<Integer, String> answers = new HashMap<>();
    private final Map<Integer, BarrierWatch> watches = new HashMap<>();
    private final Map<TestId, TestId> liveTests = new HashMap<>();
    private final Map<TestId, VmName> runningTests = new HashMap<>();
    private final List<Noted> log = new ArrayList<>();
    private final NodeTalk nodes = new NodeTalk();
    private World world;
    private Reset reset;
    private int index = -1;
    private long sent;
    private boolean diverged;
    private Phase phase;

    /**
     * @param plan what to do
     * @param setting how
     * @param world the live box
     * @param now the present
     */
    Performance(Plan plan, Setting setting, World world, Instant now) {
        this.plan = plan;
        this.setting = setting;
        this.world = world;
        this.began = now;
        this.sightings = new Sightings(world);
        this.reset = new Reset(setting.by(), this::transaction, now);
        plan.steps().forEach(step -> states.add(StepState.TO_COME));
        if (setting.reset()) {
            effects.add(new Effect.Announce(1, "All guests are deleted"));
            phase = new Phase.Resetting();
        } else {
            phase = before(0, now);
        }
        advance(now);
    }

    /** What is to be done since the last call. */
    List<Effect> drain() {
        List<Effect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    boolean isOver() {
        return phase instanceof Phase.Over;
    }

    /** When to {@link #tick} if nothing is heard until then, or null for never. */
    @Nullable
    Instant deadline() {
        return switch (phase) {
            case Phase.Resetting p -> reset.deadline();
            case Phase.Pausing p -> p.until();
            case Phase.Typing p -> p.until();
            case Phase.Answering p -> p.until();
            case Phase.Watching p -> p.until();
            case Phase.Diverged p -> null;
            case Phase.Over p -> null;
        };
    }

    /** Something was said; the world is as it is after it. */
    void heard(Instant at, Topic topic, Codec.Content content, World after) {
        if (isOver()) {
            return;
        }
        world = after;
        if (content instanceof Codec.Content.Said said && said.message() instanceof Response response) {
            answered(at, topic, response);
        }
        List<Fact> happened =
                content instanceof Codec.Content.Said said ? Facts.ofTest(topic, said.message()) : List.of();
        Facts.of(after, topic).forEach(sightings::saw);
        happened.forEach(sightings::saw);
        if (topic instanceof Topic.TestResult over) {
            runningTests.remove(over.test());
        }
        if (isBegun()) {
            watch(index).happened(happened);
        }
        advance(at);
    }

    /** Somebody asked for something; it is let through. */
    void commanded(Instant at, Order order) {
        Sender sender = order.sender();
        String transaction = sender.transaction();
        boolean own = transaction != null && transaction.startsWith(setting.id() + "-");
        if (isOver() || nodes.isOfNodes(at, order, world) || own) {
            return;
        }
        note(at, "by %s: %s".formatted(sender.by() == null ? "somebody" : sender.by(), Wording.of(order)));
    }

    /** The clock went on. */
    void tick(Instant now) {
        advance(now);
    }

    /** Something could not be sent. */
    void notSent(String reason, Instant now) {
        diverge("not sent: " + reason, now);
        advance(now);
    }

    /** The broker is gone, and with it all knowledge of the box. */
    void busLost(String reason, Instant now) {
        diverge("the broker is gone (%s): go on when it is back".formatted(reason), now);
    }

    /** Ends it wherever it is; tests that it began are ended too. */
    void end(String reason, Instant now) {
        if (!isOver()) {
            note(now, reason);
            runningTests.forEach((test, vm) ->
                    send(new Order(new Topic.VmRequest(vm, "stop"), new TestRequest.Stop(test, Sender.ANONYMOUS))));
            finish(Outcome.STOPPED, now);
        }
    }

    /** Ends it where it has diverged, since nobody is there to decide. */
    void giveUp(Instant now) {
        if (phase instanceof Phase.Diverged) {
            finish(Outcome.FAILED, now);
        }
    }

    /**
     * Somebody decides.
     *
     * @return null, or why that can't be done now
     */
    @Nullable
    String decide(Choice choice, String by, World live, Instant now) {
        if (isOver()) {
            return "it is over: perform the recording again to begin anew";
        }
        if (choice == Choice.STOP) {
            end("stopped by " + by, now);
            return null;
        }
        if (!(phase instanceof Phase.Diverged here)) {
            return "nothing has diverged, so there is nothing to decide: stop it, or let it go on";
        }
        world = live;
        // who was away has missed something
        sightings.holds(live);
        note(now, "%s by %s".formatted(choice, by));
        phase = switch (choice) {
            case GO_ON -> accepted(here.was(), now);
            case SKIP -> skipped(here.was(), now);
            case RETRY -> again(here.was(), now);
            case STOP -> throw new IllegalStateException("stopped before");
        };
        advance(now);
        return null;
    }

    Progress progress() {
        List<StepProgress> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            BarrierWatch watch = watches.get(i);
            steps.add(new StepProgress(
                    step,
                    states.get(i),
                    answers.get(i),
                    watch == null
                            ? step.barrier().stream()
                                    .map(one -> new BarrierWatch.Look(
                                            one, one.fact().trait(), null, false))
                                    .toList()
                            : watch.looks()));
        }
        return new Progress(
                state(),
                Math.min(index, plan.steps().size() - 1) + 1,
                steps,
                phase instanceof Phase.Diverged here ? here.reason() : null,
                log,
                began,
                phase instanceof Phase.Over over ? over.at() : null);
    }

    private State state() {
        return switch (phase) {
            case Phase.Resetting p -> State.RESETTING;
            case Phase.Pausing p -> State.PAUSING;
            case Phase.Typing p -> State.SENDING;
            case Phase.Answering p -> State.SENDING;
            case Phase.Watching p -> State.WAITING;
            case Phase.Diverged p -> State.DIVERGED;
            case Phase.Over p ->
                switch (p.outcome()) {
                    case PASSED -> State.PASSED;
                    case FAILED -> State.FAILED;
                    case STOPPED -> State.STOPPED;
                };
        };
    }

    private void advance(Instant now) {
        boolean further = true;
        while (further) {
            further = switch (phase) {
                case Phase.Resetting p -> reset(now);
                case Phase.Pausing p -> !now.isBefore(p.until()) && begin(now);
                case Phase.Typing p -> !now.isBefore(p.until()) && type(p.next(), now);
                case Phase.Answering p -> {
                    if (!now.isBefore(p.until())) {
                        diverge("nobody answered within %d s".formatted(ANSWER.toSeconds()), now);
                    }
                    yield false;
                }
                case Phase.Watching p -> watching(p, now);
                case Phase.Diverged p -> {
                    if (isBegun()) {
                        watch(index).look();
                    }
                    yield false;
                }
                case Phase.Over p -> false;
            };
        }
    }

    private boolean reset(Instant now) {
        reset.orders(world, now).forEach(order -> effects.add(new Effect.Send(order)));
        if (reset.isDone(world)) {
            note(now, "all guests are gone");
            phase = before(0, now);
            return true;
        }
        String failure = reset.failure(world, now);
        if (failure != null) {
            diverge(failure, now);
        }
        return false;
    }

    /** What comes before a step, or the end. */
    private Phase before(int next, Instant now) {
        if (next == plan.steps().size()) {
            Outcome outcome = diverged ? Outcome.FAILED : Outcome.PASSED;
            effects.add(new Effect.Finish(outcome));
            return new Phase.Over(outcome, now);
        }
        return new Phase.Pausing(now.plus(scaled(plan.steps().get(next).pause())));
    }

    private Duration scaled(Duration recorded) {
        return setting.speed() == 0
                ? Duration.ZERO
                : Duration.ofNanos(Math.round(recorded.toNanos() / setting.speed()));
    }

    private boolean begin(Instant now) {
        index++;
        Step step = plan.steps().get(index);
        effects.add(new Effect.Announce(index + 1, step.text()));
        return send(now);
    }

    /** Sends the step that is on. */
    private boolean send(Instant now) {
        Step step = plan.steps().get(index);
        states.set(index, StepState.SENT);
        answers.remove(index);
        switch (step.deed()) {
            case Step.Typing typing -> {
                look();
                phase = new Phase.Typing(0, now);
            }
            case Step.Command command -> {
                TestId test = command.order().startsTest();
                if (test != null) {
                    sightings.forget(Trait.aboutTest(test));
                }
                look();
                String transaction = send(live(command.order()));
                phase = command.expected() == null ? waiting(now) : new Phase.Answering(transaction, now.plus(ANSWER));
            }
        }
        return true;
    }

    private void look() {
        watches.put(index, new BarrierWatch(plan.steps().get(index).barrier(), sightings, liveTests));
    }

    private Order live(Order order) {
        return order.message() instanceof TestRequest.Stop stop && liveTests.containsKey(stop.test())
                ? order.stopping(liveTests.getOrDefault(stop.test(), stop.test()))
                : order;
    }

    private String send(Order order) {
        String transaction = transaction();
        effects.add(new Effect.Send(order.by(new Sender(transaction, setting.by()))));
        return transaction;
    }

    private String transaction() {
        return "%s-%d".formatted(setting.id(), ++sent);
    }

    private boolean type(int next, Instant now) {
        if (!(plan.steps().get(index).deed() instanceof Step.Typing typing)) {
            throw new IllegalStateException("no typing in step " + (index + 1));
        }
        if (next == typing.strokes().size()) {
            phase = waiting(now);
            return true;
        }
        effects.add(new Effect.Type(typing.strokes().get(next)));
        Instant then = next + 1 < typing.strokes().size()
                ? now.plus(scaled(typing.strokes().get(next + 1).pause()))
                : now;
        phase = new Phase.Typing(next + 1, then);
        return true;
    }

    private Phase waiting(Instant now) {
        states.set(index, StepState.WAITING);
        return new Phase.Watching(now.plus(plan.steps().get(index).within()));
    }

    private void answered(Instant at, Topic topic, Response response) {
        nodes.answered(topic, response.transaction());
        if (phase instanceof Phase.Resetting
                || phase instanceof Phase.Diverged d && d.was() instanceof Phase.Resetting) {
            reset.answered(response);
        }
        if (!(phase instanceof Phase.Answering waiting)
                || !waiting.transaction().equals(response.transaction())
                || !(plan.steps().get(index).deed() instanceof Step.Command command)
                || !command.order().topic().response().equals(topic)) {
            return;
        }
        String error = response.error();
        answers.put(index, error == null ? response.status().toString() : "%s: %s".formatted(response.status(), error));
        if (response.status() == Status.OK) {
            begins(command, AnswerData.test(response));
        }
        if (response.status() == command.expected()) {
            phase = waiting(at);
        } else {
            diverge("answered %s, not %s: %s".formatted(response.status(), command.expected(), error), at);
        }
    }

    private void begins(Step.Command command, @Nullable TestId started) {
        TestId recorded = command.test();
        if (started == null || !command.order().isTest()) {
            return;
        }
        if (recorded != null) {
            liveTests.put(recorded, started);
        }
        if (command.order().topic() instanceof Topic.VmRequest request
                && sightings.now(new Trait(Trait.aboutTest(started), Facts.VERDICT)) == null) {
            runningTests.put(started, request.vm());
        }
    }

    private boolean watching(Phase.Watching watching, Instant now) {
        BarrierWatch watch = watch(index);
        watch.look();
        if (watch.isReached()) {
            states.set(index, StepState.DONE);
            phase = before(index + 1, now);
            return true;
        }
        if (!now.isBefore(watching.until())) {
            diverge(missing(watch), now);
        }
        return false;
    }

    private static String missing(BarrierWatch watch) {
        return watch.looks().stream()
                .filter(look -> !look.seen())
                .map(Performance::missing)
                .collect(Collectors.joining("; "));
    }

    private static String missing(BarrierWatch.Look look) {
        String wanted = look.expectation().fact().value();
        return wanted.equals(look.actual())
                ? "%s should become %s again but has not changed".formatted(look.trait(), wanted)
                : "%s should be %s but is %s"
                        .formatted(look.trait(), wanted, Objects.requireNonNullElse(look.actual(), "not heard of"));
    }

    private void diverge(String reason, Instant now) {
        if (phase instanceof Phase.Over || phase instanceof Phase.Diverged) {
            return;
        }
        diverged = true;
        if (isBegun() && !(phase instanceof Phase.Pausing)) {
            states.set(index, StepState.DIVERGED);
        }
        String text = phase instanceof Phase.Resetting
                ? "reset: " + reason
                : isBegun() && !(phase instanceof Phase.Pausing)
                        ? "step %d, %s: %s"
                                .formatted(index + 1, plan.steps().get(index).text(), reason)
                        : reason;
        note(now, text);
        phase = new Phase.Diverged(text, phase);
    }

    /** Goes on from there as if it had been as recorded. */
    private Phase accepted(Phase was, Instant now) {
        return switch (was) {
            case Phase.Resetting p -> before(0, now);
            case Phase.Pausing p -> new Phase.Pausing(now);
            case Phase.Typing p -> resumed(StepState.SENT, new Phase.Typing(p.next(), now));
            case Phase.Answering p -> waiting(now);
            case Phase.Watching p -> left(StepState.ACCEPTED, now);
            case Phase.Diverged p -> throw new IllegalStateException("diverged twice");
            case Phase.Over p -> p;
        };
    }

    private Phase skipped(Phase was, Instant now) {
        return switch (was) {
            case Phase.Resetting p -> before(0, now);
            case Phase.Pausing p -> {
                index++;
                yield left(StepState.SKIPPED, now);
            }
            case Phase.Typing p -> left(StepState.SKIPPED, now);
            case Phase.Answering p -> left(StepState.SKIPPED, now);
            case Phase.Watching p -> left(StepState.SKIPPED, now);
            case Phase.Diverged p -> throw new IllegalStateException("diverged twice");
            case Phase.Over p -> p;
        };
    }

    private Phase again(Phase was, Instant now) {
        return switch (was) {
            case Phase.Resetting p -> {
                reset = new Reset(setting.by(), this::transaction, now);
                yield p;
            }
            case Phase.Pausing p -> new Phase.Pausing(now);
            case Phase.Typing p -> sentAgain(now);
            // refused is a new attempt; not answered may be done already, and is known by its transaction then
            case Phase.Answering p -> answers.containsKey(index) ? sentAgain(now) : sentUnder(p.transaction(), now);
            case Phase.Watching p -> waiting(now);
            case Phase.Diverged p -> throw new IllegalStateException("diverged twice");
            case Phase.Over p -> p;
        };
    }

    private Phase sentUnder(String transaction, Instant now) {
        if (!(plan.steps().get(index).deed() instanceof Step.Command command)) {
            throw new IllegalStateException("no command in step " + (index + 1));
        }
        states.set(index, StepState.SENT);
        effects.add(new Effect.Send(live(command.order()).by(new Sender(transaction, setting.by()))));
        return new Phase.Answering(transaction, now.plus(ANSWER));
    }

    private Phase sentAgain(Instant now) {
        send(now);
        return phase;
    }

    private Phase resumed(StepState state, Phase next) {
        states.set(index, state);
        return next;
    }

    private Phase left(StepState how, Instant now) {
        states.set(index, how);
        return before(index + 1, now);
    }

    private void finish(Outcome outcome, Instant now) {
        phase = new Phase.Over(outcome, now);
        effects.add(new Effect.Finish(outcome));
    }

    private boolean isBegun() {
        return watches.containsKey(index);
    }

    private BarrierWatch watch(int step) {
        return Objects.requireNonNull(watches.get(step));
    }

    private void note(Instant at, String text) {
        log.add(new Noted(at, text));
        if (log.size() > MOST_NOTED) {
            log.removeFirst();
        }
    }
}
