package scatola.presenter.perform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Decoded;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Publisher;
import scatola.bus.message.Codec;
import scatola.presenter.box.World;
import scatola.presenter.show.Billboard;
import scatola.presenter.show.Outcome;
import scatola.presenter.show.Stage;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.Recording;

/**
 * Performs recordings again, one at a time, each on a thread of its own, and remembers the last ones. Safe for several
 * threads; nothing blocks but reading a recording and {@link #close}.
 */
public final class Performer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);
    private static final String BY = "perform";
    private static final String RESET = "Reset";

    /** How many performances that are over can still be looked at. */
    private static final int MOST_REMEMBERED = 20;

    private final Topics topics;
    private final Publisher bus;
    private final Clock clock;
    private final Supplier<World> world;
    private final Billboard billboard;
    private final Stage stage;
    private final String id;
    private final SequencedMap<Long, Play> plays = new LinkedHashMap<>();
    private long begun;
    private @Nullable Play on;

    /**
     * @param topics below which root
     * @param bus where commands go
     * @param clock of arrivals
     * @param world what is known of the box
     * @param billboard where the box says what is on
     * @param stage where only one thing is on at a time
     * @param session sets transactions apart from those before a restart
     */
    public Performer(
            Topics topics,
            Publisher bus,
            Clock clock,
            Supplier<World> world,
            Billboard billboard,
            Stage stage,
            long session) {
        this.topics = topics;
        this.bus = bus;
        this.clock = clock;
        this.world = world;
        this.billboard = billboard;
        this.stage = stage;
        this.id = "perform-%s".formatted(Long.toString(session, 36));
    }

    /** What came of asking for a performance. */
    public sealed interface Admission {
        /**
         * Nothing was sent; this would be.
         *
         * @param report the plan, what was found and what would be changed, JSON
         */
        record Rehearsed(ObjectNode report) implements Admission {}

        /**
         * It has begun.
         *
         * @param id to look at it by
         */
        record Begun(long id) implements Admission {}

        /**
         * It has not.
         *
         * @param reason what to do about it
         * @param findings each with its severity and text, JSON; empty if something else is on
         */
        record Refused(String reason, ArrayNode findings) implements Admission {}
    }

    /** Somebody who follows a performance. Called on the performance's thread; must not block. */
    @FunctionalInterface
    public interface Follower {
        /**
         * It has changed.
         *
         * @param report how far it is, JSON
         * @param over whether nothing follows
         */
        void changed(ObjectNode report, boolean over);
    }

    /** One performance and who follows it. All but its thread's work under the lock of the performer. */
    private static final class Play {
        private final long id;
        private final @Nullable Long recording;
        private final Performing.Job job;
        private final List<Follower> followers = new CopyOnWriteArrayList<>();
        private volatile @Nullable Progress progress;
        private @Nullable Performing performing;

        Play(long id, @Nullable Long recording, Performing.Job job) {
            this.id = id;
            this.recording = recording;
            this.job = job;
        }

        ObjectNode report() {
            return Report.progress(id, job, recording, Objects.requireNonNull(progress));
        }

        boolean isOver() {
            Progress now = progress;
            return now != null && now.ended() != null;
        }

        void changed(Progress next) {
            synchronized (followers) {
                progress = next;
                if (!followers.isEmpty()) {
                    ObjectNode report = report();
                    followers.forEach(follower -> follower.changed(report, next.ended() != null));
                }
            }
        }
    }

    /**
     * Checks a recording against the box and begins to perform it, unless only asked what would happen. Reads the whole
     * recording, so it may take seconds.
     *
     * @param library where it is
     * @param recording which
     * @param request how
     * @return what came of it
     */
    public Admission perform(Library library, Recording recording, PerformRequest request) {
        Plan plan = Planner.plan(
                library.worldAt(recording, recording.from().minus(Duration.ofNanos(1000))),
                library.entries(recording, recording.from()));
        World live = world.get();
        Instant now = clock.instant();
        Check.Result checked = Check.of(plan, live, now, request.reset());
        if (request.dryRun()) {
            return new Admission.Rehearsed(Report.plan(plan, checked));
        }
        List<Finding> blocking = checked.blocking();
        if (plan.steps().isEmpty() || !blocking.isEmpty() && !request.force()) {
            return new Admission.Refused(
                    "%s%s"
                            .formatted(
                                    blocking.stream().map(Finding::text).collect(Collectors.joining("; ")),
                                    plan.steps().isEmpty() ? "" : "; or begin all the same with \"force\": true"),
                    Report.findings(checked.findings()));
        }
        return begin(recording.id(), recording.name(), plan, request, live, true);
    }

    /**
     * Begins to delete all guests of the box. Where that is not possible it is over; the log says why.
     *
     * @param by who asks, or null
     * @return what came of it
     */
    public Admission reset(@Nullable String by) {
        return begin(null, RESET, Plan.EMPTY, new PerformRequest(false, true, 1, true, by), world.get(), false);
    }

    private synchronized Admission begin(
            @Nullable Long recording, String title, Plan plan, PerformRequest request, World live, boolean persists) {
        String taken = stage.enter("'%s' is being performed: wait for its end, or stop it with %s"
                .formatted(title, topics.filter("box/request/show/stop")));
        if (taken != null) {
            return new Admission.Refused(taken, JsonNodeFactory.instance.arrayNode());
        }
        long number = ++begun;
        String by = request.by();
        Performance.Setting setting = new Performance.Setting(
                "%s-%d".formatted(id, number), by == null ? BY : by, request.speed(), request.reset());
        Performing.Job job = new Performing.Job(title, plan, setting, persists);
        Play play = new Play(number, recording, job);
        Performing performing = new Performing(
                job,
                live,
                new Performing.Edges(
                        topics, bus, clock, billboard, play::changed, (ended, outcome) -> over(play, outcome)));
        play.performing = performing;
        play.progress = new Performance(plan, setting, live, clock.instant()).progress();
        on = play;
        plays.put(number, play);
        while (plays.size() > MOST_REMEMBERED) {
            plays.pollFirstEntry();
        }
        performing.start();
        LOG.info(
                "performance title='{}' steps={} by={} begins",
                title,
                plan.steps().size(),
                setting.by());
        return new Admission.Begun(number);
    }

    /**
     * @param number of a performance
     * @return how far it is, JSON, or empty if it is not remembered
     */
    public Optional<ObjectNode> find(long number) {
        return play(number).map(Play::report);
    }

    /** @return all that are remembered, the newest first, JSON */
    public List<ObjectNode> all() {
        List<Play> now;
        synchronized (this) {
            now = List.copyOf(plays.reversed().values());
        }
        return now.stream().map(Play::report).toList();
    }

    /**
     * Decides how a performance goes on. Blocks for a moment.
     *
     * @param number which
     * @param choice what is to be done
     * @param by who decides, or null
     * @return null if it is done, or why it can't be done now
     */
    public @Nullable String decide(long number, Choice choice, @Nullable String by) {
        Performing performing = play(number).map(one -> one.performing).orElse(null);
        if (performing == null) {
            return "there is no performance %d".formatted(number);
        }
        return performing
                .decide(choice, by == null ? "somebody" : by, world.get())
                .join();
    }

    /** @return whether a recording is being performed */
    public synchronized boolean isReplaying() {
        return on != null && on.recording != null && !on.isOver();
    }

    /**
     * Follows a performance: tells how far it is now and each time that has changed.
     *
     * @param number which
     * @param follower whom to tell
     * @return to stop it, or empty if the performance is not remembered
     */
    public Optional<Runnable> follow(long number, Follower follower) {
        return play(number).map(play -> {
            synchronized (play.followers) {
                follower.changed(play.report(), play.isOver());
                play.followers.add(follower);
            }
            return () -> play.followers.remove(follower);
        });
    }

    /**
     * Ends what is being performed.
     *
     * @param reason for its log
     * @return its title, or null if nothing is being performed
     */
    public synchronized @Nullable String stop(String reason) {
        Play play = on;
        if (play == null || play.performing == null) {
            return null;
        }
        play.performing.end(reason);
        return play.job.title();
    }

    /**
     * Something was said on the bus.
     *
     * @param at when it came
     * @param topic where
     * @param content what
     * @param after the world after it
     */
    public synchronized void heard(Instant at, Topic topic, Codec.Content content, World after) {
        if (on != null && on.performing != null) {
            on.performing.heard(at, topic, content, after);
        }
    }

    /**
     * Somebody asked for something.
     *
     * @param at when it came
     * @param topic where
     * @param payload what
     */
    public synchronized void commanded(Instant at, Topic.Command topic, byte[] payload) {
        if (on != null && on.performing != null && Order.read(topic, payload) instanceof Decoded.Value<Order> order) {
            on.performing.commanded(at, order.value());
        }
    }

    /**
     * The broker is gone.
     *
     * @param reason for people
     */
    public synchronized void busLost(String reason) {
        if (on != null && on.performing != null) {
            on.performing.busLost(reason);
        }
    }

    /** Ends what is being performed and waits until it has ended, 5 s at most. */
    @Override
    public void close() {
        Play play;
        synchronized (this) {
            play = on;
        }
        if (play != null && play.performing != null) {
            play.performing.end("the presenter app is being stopped");
            play.performing.awaitEnd();
        }
    }

    private synchronized Optional<Play> play(long number) {
        return Optional.ofNullable(plays.get(number));
    }

    private synchronized void over(Play play, Outcome outcome) {
        if (on == play) {
            on = null;
            stage.leave();
        }
        LOG.info("performance title='{}' outcome={}", play.job.title(), outcome);
    }
}
