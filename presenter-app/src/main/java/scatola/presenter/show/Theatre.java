package scatola.presenter.show;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Publisher;

/**
 * Plays one show at a time, each on a thread of its own. Safe for several threads; nothing blocks but {@link #close}.
 */
public final class Theatre implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Theatre.class);

    private final Topics topics;
    private final Publisher bus;
    private final Clock clock;
    private final Billboard billboard;
    private final Stage stage;
    private final String by;
    private final String id;
    private final AtomicLong played = new AtomicLong();
    private final Board board = new Board();
    private @Nullable Player player;

    /**
     * @param topics below which root
     * @param bus where commands go
     * @param clock of arrivals
     * @param billboard where the box says what is on
     * @param stage where only one thing is on at a time
     * @param by who the commands come from
     * @param session sets transactions apart from those before a restart
     */
    public Theatre(
            Topics topics, Publisher bus, Clock clock, Billboard billboard, Stage stage, String by, long session) {
        this.topics = topics;
        this.bus = bus;
        this.clock = clock;
        this.billboard = billboard;
        this.stage = stage;
        this.by = by;
        this.id = "show-%s".formatted(Long.toString(session, 36));
    }

    /** What came of asking for a show. */
    public sealed interface Admission {
        /**
         * It plays.
         *
         * @param performance to end it by
         */
        record Playing(Curtain performance) implements Admission {}

        /**
         * It does not.
         *
         * @param reason what to do about it
         */
        record Refused(String reason) implements Admission {}
    }

    /** Ends one performance and no other. */
    @FunctionalInterface
    public interface Curtain {
        /**
         * Ends it, if it is still on; it tidies up before it is over.
         *
         * @param reason for the audience
         */
        void fall(String reason);
    }

    /**
     * Begins to play a show.
     *
     * @param bill what, and how
     * @param audience who watches
     * @return whether it plays
     */
    public synchronized Admission play(Playbill bill, Audience audience) {
        Show show = bill.show();
        String taken = stage.enter("'%s' is being played: wait for its end, or stop it with %s"
                .formatted(show.title(), topics.filter("box/request/show/stop")));
        if (taken != null) {
            return new Admission.Refused(taken);
        }
        Player next = new Player(
                new Player.Job(bill, "%s-%d".formatted(id, played.incrementAndGet()), by),
                board.copy(),
                new Player.Edges(topics, bus, clock, billboard, audience, this::over));
        player = next;
        next.start();
        LOG.info("show title='{}' pace={} begins", show.title(), bill.pace());
        return new Admission.Playing(reason -> next.end(Outcome.STOPPED, reason));
    }

    /**
     * Lets the next step of the show that is played on cue begin.
     *
     * @param step the number of the step that is meant, so that what is said twice doesn't skip one; null for the next
     * @param by who says so, or null
     * @return what came of it, soon, on the show's thread
     */
    public synchronized CompletionStage<Cue> next(@Nullable Long step, @Nullable String by) {
        Player on = player;
        return on == null
                ? CompletableFuture.completedFuture(new Cue.Refused(
                        "no show is being played: begin one on cue with %s {\"show\":\"story\",\"cue\":true}"
                                .formatted(topics.filter("box/request/show"))))
                : on.next(step, by);
    }

    /**
     * Ends the show that is being played.
     *
     * @param reason for its audience
     * @return its title, or null if none is being played
     */
    public synchronized @Nullable String stop(String reason) {
        Player on = player;
        if (on == null) {
            return null;
        }
        on.end(Outcome.STOPPED, reason);
        return on.title();
    }

    /**
     * Something was said on the bus that could be read.
     *
     * @param at when it came
     * @param topic where
     * @param payload what; empty clears what held there
     */
    public synchronized void heard(Instant at, Topic topic, byte[] payload) {
        String below = topics.text(topic).substring(topics.root().length() + 1);
        Said said = new Said(at, below, JsonValues.read(payload));
        boolean holds = Board.isFor(topic);
        if (holds) {
            board.hold(said);
        }
        if (player != null) {
            player.heard(said, holds);
        }
    }

    /**
     * The broker is gone: nothing holds any more, and no show can go on.
     *
     * @param reason for the audience
     */
    public synchronized void busLost(String reason) {
        board.clear();
        if (player != null) {
            player.end(Outcome.FAILED, "the broker is gone: " + reason);
        }
    }

    /** Ends the show that is being played and waits until it has tidied up, 5 s at most. */
    @Override
    public void close() {
        Player on;
        synchronized (this) {
            on = player;
        }
        if (on != null) {
            on.end(Outcome.STOPPED, "the presenter app is being stopped");
            on.awaitEnd();
        }
    }

    private synchronized void over(Player ended, Outcome outcome) {
        if (player == ended) {
            player = null;
            stage.leave();
        }
        LOG.info("show title='{}' outcome={}", ended.title(), outcome);
    }
}
