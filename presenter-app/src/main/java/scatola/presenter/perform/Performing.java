package scatola.presenter.perform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;
import scatola.presenter.perform.Performance.Effect;
import scatola.presenter.show.Billboard;
import scatola.presenter.show.Outcome;

/**
 * The thread that one performance runs on: it hands in what happens and does what comes out. Its queue is bounded; a bus
 * that says more than can be followed ends the performance.
 */
final class Performing {
    private static final Logger LOG = LoggerFactory.getLogger(Performing.class);
    private static final int MOST_INPUTS = 50_000;
    private static final Duration COMMAND_EXPIRY = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /**
     * Where its effects go.
     *
     * @param topics below which root
     * @param bus where commands go
     * @param clock of arrivals
     * @param billboard where the box says what is on
     * @param changed told how far it is when that has changed
     * @param over told when it is over
     */
    record Edges(
            Topics topics,
            Publisher bus,
            Clock clock,
            Billboard billboard,
            Consumer<Progress> changed,
            BiConsumer<Performing, Outcome> over) {}

    /**
     * What is to be performed.
     *
     * @param title for people
     * @param plan what
     * @param setting how
     * @param persists whether it waits for a decision where it diverges; otherwise it is over there
     */
    record Job(String title, Plan plan, Performance.Setting setting, boolean persists) {}

    private sealed interface Input {
        record Heard(Instant at, Topic topic, Codec.Content content, World after) implements Input {}

        record Commanded(Instant at, Order order) implements Input {}

        record NotSent(String reason) implements Input {}

        record BusLost(String reason) implements Input {}

        record Decided(Choice choice, String by, World world, CompletableFuture<@Nullable String> refusal)
                implements Input {}

        record End(String reason) implements Input {}
    }

    private final Job job;
    private final World world;
    private final Edges edges;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MOST_INPUTS);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean overrun;
    private @Nullable Progress told;

    Performing(Job job, World world, Edges edges) {
        this.job = job;
        this.world = world;
        this.edges = edges;
    }

    String title() {
        return job.title();
    }

    void start() {
        Thread.ofVirtual().name("performance").start(this::run);
    }

    void heard(Instant at, Topic topic, Codec.Content content, World after) {
        offer(new Input.Heard(at, topic, content, after));
    }

    void commanded(Instant at, Order order) {
        offer(new Input.Commanded(at, order));
    }

    void busLost(String reason) {
        offer(new Input.BusLost(reason));
    }

    void end(String reason) {
        offer(new Input.End(reason));
    }

    /** Completes with null, or with why that can't be done now. */
    CompletableFuture<@Nullable String> decide(Choice choice, String by, World live) {
        CompletableFuture<@Nullable String> refusal = new CompletableFuture<>();
        if (!inputs.offer(new Input.Decided(choice, by, live, refusal)) || ended.getCount() == 0) {
            refusal.complete("it is over: perform the recording again to begin anew");
        }
        return refusal;
    }

    void awaitEnd() {
        try {
            if (!ended.await(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("performance title='{}' did not end in {} ms", title(), CLOSE.toMillis());
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
            outcome = perform();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("performance title='{}' broke", title(), e);
            Progress last = told;
            if (last != null) {
                tell(last.broken(
                        edges.clock().instant(), "the presenter app broke, its log says why: " + e.getMessage()));
            }
        } finally {
            // the next one is let on only then, and says so itself
            edges.billboard().over(title(), outcome);
            edges.over().accept(this, outcome);
            ended.countDown();
            inputs.forEach(Performing::refuse);
        }
    }

    private static void refuse(Input input) {
        if (input instanceof Input.Decided decided) {
            decided.refusal().complete("it is over: perform the recording again to begin anew");
        }
    }

    private Outcome perform() throws InterruptedException {
        Performance performance =
                new Performance(job.plan(), job.setting(), world, edges.clock().instant());
        tell(performance.progress());
        Outcome outcome = act(performance);
        while (outcome == null) {
            Input input = next(performance.deadline());
            Instant now = edges.clock().instant();
            CompletableFuture<@Nullable String> waiting = null;
            String refusal = null;
            switch (input) {
                case null -> performance.tick(now);
                case Input.Heard in -> performance.heard(in.at(), in.topic(), in.content(), in.after());
                case Input.Commanded in -> performance.commanded(in.at(), in.order());
                case Input.NotSent in -> performance.notSent(in.reason(), now);
                case Input.BusLost in -> performance.busLost(in.reason(), now);
                case Input.Decided in -> {
                    waiting = in.refusal();
                    refusal = performance.decide(in.choice(), in.by(), in.world(), now);
                }
                case Input.End in -> performance.end(in.reason(), now);
            }
            if (overrun) {
                performance.end("more is said on the bus than can be followed", now);
            }
            Progress progress = performance.progress();
            if (progress.state() == Progress.State.DIVERGED && !job.persists()) {
                performance.giveUp(now);
                progress = performance.progress();
            }
            if (!progress.equals(told)) {
                tell(progress);
            }
            outcome = act(performance);
            if (waiting != null) {
                waiting.complete(refusal);
            }
        }
        return outcome;
    }

    private void tell(Progress progress) {
        told = progress;
        edges.changed().accept(progress);
    }

    /** The next input, or null when the deadline is there first. */
    private @Nullable Input next(@Nullable Instant deadline) throws InterruptedException {
        if (deadline == null) {
            return inputs.take();
        }
        long millis = Duration.between(edges.clock().instant(), deadline).toMillis() + 1;
        return inputs.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    private @Nullable Outcome act(Performance performance) {
        Outcome outcome = null;
        int steps = Math.max(1, job.plan().steps().size());
        for (Effect effect : performance.drain()) {
            switch (effect) {
                case Effect.Send send ->
                    publish(send.order().topic(), send.order().message().payload());
                case Effect.Type type ->
                    publish(
                            new Topic.ConsoleIn(type.stroke().vm()),
                            type.stroke().bytes().toArray());
                case Effect.Announce step ->
                    edges.billboard().shows(new Billboard.Scene(null, title(), step.step(), steps, step.text(), null));
                case Effect.Finish finish -> outcome = finish.outcome();
            }
        }
        return outcome;
    }

    private void publish(Topic topic, byte[] payload) {
        Outgoing message = Outgoing.of(edges.topics().text(topic), payload).withExpiry(COMMAND_EXPIRY);
        var unused = edges.bus().publish(message).whenComplete((sent, failure) -> {
            if (failure != null) {
                offer(new Input.NotSent(String.valueOf(failure.getMessage())));
            }
        });
    }
}
