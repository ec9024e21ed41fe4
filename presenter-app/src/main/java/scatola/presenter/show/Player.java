package scatola.presenter.show;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Topics;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.presenter.show.Performance.Effect;

/**
 * The thread that one performance runs on: it hands in what happens and does what comes out. Its queue is bounded; a bus
 * that says more than can be followed ends the show.
 */
final class Player {
    private static final Logger LOG = LoggerFactory.getLogger(Player.class);
    private static final int MOST_INPUTS = 50_000;
    private static final Duration COMMAND_EXPIRY = Duration.ofSeconds(10);
    private static final String OVERRUN = "more is said on the bus than can be followed";
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /**
     * What is to be played.
     *
     * @param bill the show, and how
     * @param id begins its transactions
     * @param by who plays it
     */
    record Job(Playbill bill, String id, String by) {}

    /**
     * Where its effects go.
     *
     * @param topics below which root
     * @param bus where commands go
     * @param clock of arrivals
     * @param billboard where the box says what is on
     * @param audience who watches
     * @param over told before the audience that it is over
     */
    record Edges(
            Topics topics,
            Publisher bus,
            Clock clock,
            Billboard billboard,
            Audience audience,
            BiConsumer<Player, Outcome> over) {}

    private sealed interface Input {
        record Heard(Said said, boolean holds) implements Input {}

        record NotSent(String reason) implements Input {}

        /** Somebody says that the next step may begin, and waits for what comes of it. */
        record Next(@Nullable Long step, @Nullable String by, CompletableFuture<Cue> cue) implements Input {}

        record End(Outcome outcome, String reason) implements Input {}
    }

    private final Job job;
    private final Board board;
    private final Edges edges;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MOST_INPUTS);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean overrun;
    /** Who said next last; touched on the show's thread only. */
    private @Nullable CompletableFuture<Cue> asked;

    Player(Job job, Board board, Edges edges) {
        this.job = job;
        this.board = board;
        this.edges = edges;
    }

    String title() {
        return job.bill().show().title();
    }

    void start() {
        Thread.ofVirtual().name("show").start(this::run);
    }

    void heard(Said said, boolean holds) {
        offer(new Input.Heard(said, holds));
    }

    /** As {@link Performance#next}; what comes of it is told on this performance's thread. */
    CompletionStage<Cue> next(@Nullable Long step, @Nullable String by) {
        CompletableFuture<Cue> cue = new CompletableFuture<>();
        if (!inputs.offer(new Input.Next(step, by, cue))) {
            overrun = true;
            cue.complete(new Cue.Refused(OVERRUN));
        }
        return cue;
    }

    void end(Outcome outcome, String reason) {
        offer(new Input.End(outcome, reason));
    }

    void awaitEnd() {
        try {
            if (!ended.await(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("show title='{}' did not tidy up in {} ms", title(), CLOSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(Input input) {
        if (!inputs.offer(input)) {
            overrun = true;
        }
    }

    private void run() {
        Outcome outcome = Outcome.FAILED;
        try {
            outcome = play();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("show title='{}' broke", title(), e);
            edges.audience().told(new Line.Wrong("the presenter app broke, its log says why: " + e.getMessage()));
        } finally {
            edges.over().accept(this, outcome);
            // nobody can say next any more; who has said so while it ended is told
            refuse(asked);
            inputs.forEach(input -> refuse(input instanceof Input.Next next ? next.cue() : null));
            edges.billboard().over(title(), outcome);
            edges.audience().over(outcome);
            ended.countDown();
        }
    }

    /** Does nothing to who was answered. */
    private void refuse(@Nullable CompletableFuture<Cue> cue) {
        if (cue != null) {
            cue.complete(new Cue.Refused("'%s' is over".formatted(title())));
        }
    }

    private Outcome play() throws InterruptedException {
        Performance performance = new Performance(
                job.bill().show(),
                job.bill().pace(),
                job.id(),
                job.by(),
                board,
                edges.clock().instant());
        Outcome outcome = act(performance);
        while (outcome == null) {
            Input input = take(performance.deadline());
            Runnable afterwards = () -> {};
            Instant now = edges.clock().instant();
            switch (input) {
                case null -> performance.tick(now);
                case Input.Heard heard -> {
                    if (heard.holds()) {
                        board.hold(heard.said());
                    }
                    performance.heard(heard.said());
                }
                case Input.NotSent not -> performance.notSent(not.reason(), now);
                case Input.Next next -> {
                    asked = next.cue();
                    Cue cue = performance.next(next.step(), next.by(), now);
                    // who is told finds the box saying the same already
                    afterwards = () -> next.cue().complete(cue);
                }
                case Input.End end -> performance.end(end.outcome(), end.reason(), now);
            }
            if (overrun) {
                performance.end(Outcome.FAILED, OVERRUN, now);
            }
            outcome = act(performance);
            afterwards.run();
        }
        return outcome;
    }

    /** The next input, or null when the deadline is there first. */
    private @Nullable Input take(@Nullable Instant deadline) throws InterruptedException {
        if (deadline == null) {
            return inputs.take();
        }
        long millis = Duration.between(edges.clock().instant(), deadline).toMillis() + 1;
        return inputs.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    private @Nullable Outcome act(Performance performance) {
        Outcome outcome = null;
        for (Effect effect : performance.drain()) {
            switch (effect) {
                case Effect.Send send -> send(send);
                case Effect.Tell tell -> edges.audience().told(tell.line());
                case Effect.Announce step -> edges.billboard().shows(scene(step.number(), step.step(), null));
                case Effect.Stand after -> edges.billboard().shows(scene(after.number(), after.step(), after.next()));
                case Effect.Finish finish -> outcome = finish.outcome();
            }
        }
        return outcome;
    }

    private Billboard.Scene scene(int number, Step step, @Nullable Step next) {
        return new Billboard.Scene(
                job.bill().name(),
                title(),
                number,
                job.bill().show().steps().size(),
                step.say(),
                next == null ? null : next.say());
    }

    private void send(Effect.Send send) {
        byte[] payload = JsonValues.json(send.payload()).toString().getBytes(StandardCharsets.UTF_8);
        Outgoing command =
                Outgoing.of(edges.topics().filter(send.topic()), payload).withExpiry(COMMAND_EXPIRY);
        var unused = edges.bus().publish(command).whenComplete((sent, failure) -> {
            if (failure != null) {
                offer(new Input.NotSent(String.valueOf(failure.getMessage())));
            }
        });
    }
}
