package scatola.presenter.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * One playing of a show, decided purely: messages, answers and the clock go in, effects come out. It goes
 *
 * <pre>
 * Ordering → Watching → Pausing, or Standing until somebody says next → Ordering (the next step) → … → Tidying → Over
 *      └─────────┴─────────┴───────────┴── wrong, or stopped ────────────────────────────────────────────↑
 * </pre>
 *
 * Whatever happens it tidies up: it stops the tests that it started and sends what the show has {@code afterwards}.
 * Not safe for several threads.
 */
final class Performance {
    /** How long an answer may take: the box itself answers for a silent node after 5 s. */
    static final Duration ANSWER = Duration.ofSeconds(45);

    /** The same while tidying up, when somebody may be waiting for the end. */
    static final Duration TIDY_ANSWER = Duration.ofSeconds(10);

    private static final java.util.regex.Pattern TEST =
            java.util.regex.Pattern.compile("vm/([^/]+)/request/(?:ping|netcat|iperf|exec)");
    private static final java.util.regex.Pattern TEST_TOPIC = java.util.regex.Pattern.compile("test/([^/]+)(/result)?");

    /** What is to be done in the world. */
    sealed interface Effect {
        /**
         * Send a command.
         *
         * @param topic below the root
         * @param payload its fields, with transaction and sender
         */
        record Send(String topic, Value.Fields payload) implements Effect {}

        /**
         * Tell the audience.
         *
         * @param line what
         */
        record Tell(Line line) implements Effect {}

        /**
         * Say on the bus which step is on.
         *
         * @param number from 1
         * @param step the step
         */
        record Announce(int number, Step step) implements Effect {}

        /**
         * Say on the bus that the show stands after a step until somebody lets the next one begin.
         *
         * @param number the step's, from 1
         * @param step the step
         * @param next the one that is next
         */
        record Stand(int number, Step step, Step next) implements Effect {}

        /**
         * It is over.
         *
         * @param outcome how it ended
         */
        record Finish(Outcome outcome) implements Effect {}
    }

    /** A command that waits for its answer. */
    private record Waiting(Order order, String transaction, Instant until) {}

    private sealed interface Phase {
        record Ordering(int next, @Nullable Waiting waiting) implements Phase {}

        record Watching() implements Phase {}

        record Pausing(Instant until) implements Phase {}

        /** All of the step is seen; somebody must let the next one begin. */
        record Standing() implements Phase {}

        record Tidying(
                Outcome outcome,
                Deque<Order> rest,
                @Nullable Waiting waiting) implements Phase {}

        record Over() implements Phase {}
    }

    private final Show show;
    private final Pace pace;
    private final String id;
    private final String by;
    private final Board board;
    private final Instant began;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<String, String> runningTests = new LinkedHashMap<>();
    private final Set<String> ownTests = new LinkedHashSet<>();
    private int step;
    private int passed;
    private long sent;
    private StepWatch watch;
    private Phase phase;

    /**
     * @param show what to play
     * @param pace what lies between its steps
     * @param id sets its transactions apart from all others
     * @param by who plays it
     * @param board what holds on the bus; kept up to date by the caller before {@link #heard}
     * @param now the present
     */
    Performance(Show show, Pace pace, String id, String by, Board board, Instant now) {
        this.show = show;
        this.pace = pace;
        this.id = id;
        this.by = by;
        this.board = board;
        this.began = now;
        this.watch = new StepWatch(show.steps().getFirst(), now, board);
        this.phase = new Phase.Ordering(0, null);
        tell(new Line.Title(show.title()));
        beginStep();
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
            case Phase.Ordering ordering -> until(ordering.waiting());
            case Phase.Watching watching -> watch.deadline();
            case Phase.Pausing pausing -> pausing.until();
            case Phase.Standing standing -> null;
            case Phase.Tidying tidying -> until(tidying.waiting());
            case Phase.Over over -> null;
        };
    }

    /** A message came. */
    void heard(Said said) {
        if (isOver()) {
            return;
        }
        followTests(said);
        if (phase instanceof Phase.Ordering || phase instanceof Phase.Watching) {
            watch.heard(said);
        }
        Waiting waiting = waiting();
        if (waiting != null && isAnswer(waiting, said)) {
            answered(waiting, said);
        }
        advance(said.at());
    }

    /** The clock went on. */
    void tick(Instant now) {
        Waiting waiting = waiting();
        if (waiting != null && !now.isBefore(waiting.until())) {
            unanswered(waiting, "nobody answered within " + Telling.seconds(patience()), now);
        }
        advance(now);
    }

    /** A command could not be sent. */
    void notSent(String reason, Instant now) {
        Waiting waiting = waiting();
        if (waiting != null) {
            unanswered(waiting, reason, now);
        }
        advance(now);
    }

    /**
     * Somebody lets the next step begin.
     *
     * @param wanted the number of the step that is meant, so that what is said twice doesn't skip one; null for the next
     * @param who says so, or null
     */
    Cue next(@Nullable Long wanted, @Nullable String who, Instant now) {
        String refusal = refusal(wanted);
        if (refusal != null) {
            return new Cue.Refused(refusal);
        }
        Cue begins = new Cue.Begins(step + 2, show.steps().get(step + 1).say());
        if (who != null) {
            tell(new Line.Note(who + " lets it go on"));
        }
        nextStep(now);
        advance(now);
        return begins;
    }

    private @Nullable String refusal(@Nullable Long wanted) {
        if (pace != Pace.ON_CUE) {
            return "'%s' goes on by itself: begin it with {\"cue\":true} to say when".formatted(show.title());
        }
        int number = step + 1;
        if (wanted != null && wanted <= number) {
            return "step %d has begun already".formatted(wanted);
        }
        return switch (phase) {
            case Phase.Standing standing ->
                wanted == null || wanted == number + 1
                        ? null
                        : "step %d is not next: step %d is".formatted(wanted, number + 1);
            case Phase.Ordering ordering -> notOver(number, awaitedAnswer(ordering.waiting()));
            case Phase.Watching watching -> notOver(number, watch.awaited());
            case Phase.Pausing pausing -> ending();
            case Phase.Tidying tidying -> ending();
            case Phase.Over over -> ending();
        };
    }

    private static String notOver(int number, String awaited) {
        return "step %d is not over: still awaited is %s".formatted(number, awaited);
    }

    private static String awaitedAnswer(@Nullable Waiting waiting) {
        return waiting == null
                ? "its next command"
                : "the answer to " + waiting.order().topic();
    }

    private String ending() {
        return "'%s' is ending: there is no next step".formatted(show.title());
    }

    /** Somebody ends it, or it can't go on; it still tidies up. */
    void end(Outcome outcome, String reason, Instant now) {
        if (phase instanceof Phase.Tidying || phase instanceof Phase.Over) {
            return;
        }
        tell(new Line.Note(reason));
        tidy(outcome);
        advance(now);
    }

    private void advance(Instant now) {
        boolean further = true;
        while (further) {
            further = switch (phase) {
                case Phase.Ordering ordering -> order(ordering, now);
                case Phase.Watching watching -> watch(now);
                case Phase.Pausing pausing -> !now.isBefore(pausing.until()) && nextStep(now);
                case Phase.Standing standing -> false;
                case Phase.Tidying tidying -> tidyOn(tidying, now);
                case Phase.Over over -> false;
            };
        }
    }

    private boolean order(Phase.Ordering ordering, Instant now) {
        // what must not be seen counts while commands are being answered, too
        if (watch.verdict(now) == StepWatch.Verdict.FAILED) {
            drainWatch();
            tidy(Outcome.FAILED);
            return true;
        }
        drainWatch();
        if (ordering.waiting() != null) {
            return false;
        }
        List<Order> orders = show.steps().get(step).orders();
        if (ordering.next() == orders.size()) {
            watch.arm();
            phase = new Phase.Watching();
            return true;
        }
        Order order = orders.get(ordering.next());
        phase = new Phase.Ordering(ordering.next() + 1, isDue(order) ? send(order, now) : null);
        if (waiting() != null) {
            watch.commandSent(now);
        }
        return true;
    }

    private boolean watch(Instant now) {
        StepWatch.Verdict verdict = watch.verdict(now);
        drainWatch();
        return switch (verdict) {
            case PENDING -> false;
            case FAILED -> {
                tidy(Outcome.FAILED);
                yield true;
            }
            case PASSED -> {
                passed = step + 1;
                rest(now);
                yield true;
            }
        };
    }

    /** What lies between a step that was seen and the next one. */
    private void rest(Instant now) {
        boolean isLast = passed == show.steps().size();
        switch (pace) {
            case WITH_PAUSES ->
                phase = new Phase.Pausing(now.plus(show.steps().get(step).pause()));
            case REHEARSED -> phase = new Phase.Pausing(now);
            case ON_CUE -> {
                if (isLast) {
                    phase = new Phase.Pausing(now);
                } else {
                    stand();
                }
            }
        }
    }

    private void stand() {
        phase = new Phase.Standing();
        Step next = show.steps().get(step + 1);
        effects.add(new Effect.Stand(step + 1, show.steps().get(step), next));
        tell(new Line.Note("waits for box/request/show/next: " + next.say()));
    }

    private boolean nextStep(Instant now) {
        step++;
        if (step == show.steps().size()) {
            tidy(Outcome.PASSED);
        } else {
            watch = new StepWatch(show.steps().get(step), now, board);
            phase = new Phase.Ordering(0, null);
            beginStep();
        }
        return true;
    }

    private void beginStep() {
        Step current = show.steps().get(step);
        effects.add(new Effect.Announce(step + 1, current));
        tell(new Line.StepBegins(step + 1, show.steps().size(), current.say()));
    }

    private void tidy(Outcome outcome) {
        Deque<Order> rest = new ArrayDeque<>();
        runningTests.forEach((test, guest) -> rest.add(new Order(
                "vm/%s/request/stop".formatted(guest),
                new Value.Fields(Map.of("test", new Value.Text(test))),
                null,
                null,
                Order.Expect.ANY)));
        rest.addAll(show.afterwards());
        phase = new Phase.Tidying(outcome, rest, null);
    }

    private boolean tidyOn(Phase.Tidying tidying, Instant now) {
        if (tidying.waiting() != null) {
            return false;
        }
        Order order = tidying.rest().poll();
        if (order == null) {
            phase = new Phase.Over();
            tell(new Line.Over(tidying.outcome(), passed, show.steps().size(), Duration.between(began, now)));
            effects.add(new Effect.Finish(tidying.outcome()));
            return false;
        }
        phase = new Phase.Tidying(tidying.outcome(), tidying.rest(), isDue(order) ? send(order, now) : null);
        return true;
    }

    private boolean isDue(Order order) {
        if (board.holds(order.unless())) {
            tell(new Line.NotSent(order.topic(), "there already: " + order.unless()));
            return false;
        }
        if (order.onlyIf() != null && !board.holds(order.onlyIf())) {
            tell(new Line.NotSent(order.topic(), "not there: " + order.onlyIf()));
            return false;
        }
        return true;
    }

    private Waiting send(Order order, Instant now) {
        String transaction = "%s-%d".formatted(id, ++sent);
        Map<String, Value> fields = new LinkedHashMap<>(order.payload().values());
        fields.put("transaction", new Value.Text(transaction));
        fields.put("by", new Value.Text(by));
        tell(new Line.Sent(order.topic(), order.payload()));
        String test = order.payload().text("test");
        if (test != null && TEST.matcher(order.topic()).matches()) {
            ownTests.add(test);
        }
        effects.add(new Effect.Send(order.topic(), new Value.Fields(fields)));
        return new Waiting(order, transaction, now.plus(patience()));
    }

    private Duration patience() {
        return phase instanceof Phase.Tidying ? TIDY_ANSWER : ANSWER;
    }

    private static boolean isAnswer(Waiting waiting, Said said) {
        return waiting.transaction().equals(said.payload().text("transaction"))
                && said.topic().equals(responseTopic(waiting.order().topic()));
    }

    /** Where the answer to a command comes; only commands that were read from a show are asked about. */
    private static String responseTopic(String command) {
        return command.endsWith("/set")
                ? command.substring(0, command.length() - "/set".length()) + "/response/set"
                : command.replaceFirst("/request/", "/response/");
    }

    private void answered(Waiting waiting, Said said) {
        boolean ok = "ok".equals(said.payload().text("status"));
        String error = said.payload().text("error");
        Order order = waiting.order();
        if (ok) {
            startsTest(order, said.payload());
        }
        clearWaiting();
        if (phase instanceof Phase.Tidying) {
            return;
        }
        switch (order.expect()) {
            case ANY -> {
                if (!ok) {
                    tell(new Line.Note("answered: " + error));
                }
            }
            case OK -> {
                if (!ok) {
                    wrong("%s was refused: %s".formatted(order.topic(), error));
                }
            }
            case ERROR -> {
                if (ok) {
                    wrong("%s should have been refused, but was done".formatted(order.topic()));
                } else {
                    tell(new Line.Note("refused, as it should be: " + error));
                }
            }
        }
    }

    private void unanswered(Waiting waiting, String reason, Instant now) {
        clearWaiting();
        String text = "%s: %s".formatted(waiting.order().topic(), reason);
        if (phase instanceof Phase.Tidying || waiting.order().expect() == Order.Expect.ANY) {
            tell(new Line.Note(text));
        } else {
            watch.verdict(now);
            drainWatch();
            wrong(text);
        }
    }

    private void wrong(String text) {
        tell(new Line.Wrong(text));
        tidy(Outcome.FAILED);
    }

    private void startsTest(Order order, Value answer) {
        Matcher matcher = TEST.matcher(order.topic());
        if (!matcher.matches()) {
            return;
        }
        String named = answer.text("data.test");
        String test = named == null ? order.payload().text("test") : named;
        if (test != null) {
            ownTests.add(test);
            runningTests.put(test, matcher.group(1));
        }
    }

    private void followTests(Said said) {
        Matcher matcher = TEST_TOPIC.matcher(said.topic());
        if (!matcher.matches() || !ownTests.contains(matcher.group(1))) {
            return;
        }
        if (matcher.group(2) != null) {
            runningTests.remove(matcher.group(1));
            return;
        }
        Line printed = Telling.sample(said.payload());
        if (printed != null) {
            tell(printed);
        }
    }

    private @Nullable Waiting waiting() {
        return switch (phase) {
            case Phase.Ordering ordering -> ordering.waiting();
            case Phase.Tidying tidying -> tidying.waiting();
            case Phase.Watching watching -> null;
            case Phase.Pausing pausing -> null;
            case Phase.Standing standing -> null;
            case Phase.Over over -> null;
        };
    }

    private void clearWaiting() {
        phase = switch (phase) {
            case Phase.Ordering ordering -> new Phase.Ordering(ordering.next(), null);
            case Phase.Tidying tidying -> new Phase.Tidying(tidying.outcome(), tidying.rest(), null);
            case Phase.Watching watching -> watching;
            case Phase.Pausing pausing -> pausing;
            case Phase.Standing standing -> standing;
            case Phase.Over over -> over;
        };
    }

    private static @Nullable Instant until(@Nullable Waiting waiting) {
        return waiting == null ? null : waiting.until();
    }

    private void drainWatch() {
        watch.drain().forEach(this::tell);
    }

    private void tell(Line line) {
        effects.add(new Effect.Tell(line));
    }
}
