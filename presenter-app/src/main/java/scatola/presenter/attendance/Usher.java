package scatola.presenter.attendance;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.PresenterName;
import scatola.bus.Topic;
import scatola.bus.Topics;
import scatola.bus.client.Outgoing;
import scatola.bus.client.Publisher;
import scatola.bus.message.Presence;
import scatola.bus.message.Presenter;
import scatola.presenter.box.Witness;
import scatola.presenter.box.World;
import scatola.presenter.link.Role;

/**
 * Says on the bus who of the presenters is at the page, {@code presenter/web-…}, and takes away what a former run of this
 * app, or an outage, has left there: nobody else speaks for those. Safe for several threads; nothing blocks but {@link #close}.
 */
public final class Usher implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Usher.class);

    private final Topics topics;
    private final Publisher bus;
    private final Clock clock;
    private final long session;
    private final Consumer<Headcount> counted;
    private final Attendance attendance;
    /** Everything is said on it, so that it goes out in the order of what happened. */
    private final ScheduledThreadPoolExecutor thread;

    /**
     * @param topics below which root
     * @param bus where it is said
     * @param clock the present
     * @param app what the app itself is called on the bus
     * @param session of the app, another one at each start
     * @param counted told how many there are at each change, by whoever comes or goes: must not block
     */
    public Usher(
            Topics topics, Publisher bus, Clock clock, PresenterName app, long session, Consumer<Headcount> counted) {
        this.topics = topics;
        this.bus = bus;
        this.clock = clock;
        this.session = session;
        this.counted = counted;
        this.attendance = new Attendance(app);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "usher");
            made.setDaemon(true);
            return made;
        });
        // who comes or goes after close() is told nowhere
        thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("closed already"));
    }

    /**
     * Somebody opens the page.
     *
     * @param connection tells it from all others
     * @param role what they may do
     * @param name of a presenter who has one, else null
     */
    public synchronized void arrive(String connection, Role role, @Nullable DisplayName name) {
        Present came = attendance.arrive(connection, role, name, clock.instant());
        if (came != null) {
            LOG.info("presenter={} came name={}", came.id(), came.name().text());
            thread.execute(() -> say(came));
        }
        counted.accept(attendance.count());
    }

    /**
     * They have gone, or only load the page again.
     *
     * @param connection as in {@link #arrive}
     */
    public synchronized void leave(String connection) {
        Attendance.Leaving leaving = attendance.leave(connection);
        if (leaving != null) {
            var unused = thread.schedule(() -> look(leaving), Attendance.GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        counted.accept(attendance.count());
    }

    /** The broker is there, and may know nothing of who is here. */
    public synchronized void returned() {
        List<Present> here = attendance.present();
        thread.execute(() -> here.forEach(this::say));
    }

    @Override
    public synchronized void heard(Instant at, Topic topic, byte[] payload, World before, World after) {
        if (topic instanceof Topic.Presenter said
                && said.presenter().text().startsWith(Attendance.PREFIX)
                && payload.length > 0
                && !attendance.isHere(said.presenter())) {
            LOG.info("presenter={} cleared: nobody of that name is here", said.presenter());
            thread.execute(() -> clear(said.presenter()));
        }
    }

    @Override
    public void turned(Instant at, boolean connected, World after) {}

    /** Takes everybody off the bus; takes a second at most. */
    @Override
    public void close() {
        List<Present> here;
        synchronized (this) {
            here = attendance.present();
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("the thread that says who is here does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        here.forEach(present -> clear(present.id()));
    }

    private void look(Attendance.Leaving leaving) {
        Present gone;
        synchronized (this) {
            gone = attendance.lapse(leaving);
            if (gone != null) {
                counted.accept(attendance.count());
            }
        }
        if (gone != null) {
            LOG.info("presenter={} went name={}", gone.id(), gone.name().text());
            clear(gone.id());
        }
    }

    private void say(Present present) {
        Presenter message =
                new Presenter(Presence.ONLINE, present.name().text(), Role.PRESENTER.word(), present.since(), session);
        publish(present.id(), message.payload());
    }

    private void clear(PresenterName id) {
        publish(id, new byte[0]);
    }

    private void publish(PresenterName id, byte[] payload) {
        var unused = bus.publish(Outgoing.retained(topics.text(new Topic.Presenter(id)), payload))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        // when the broker is back it is said again, and who has gone is found there and cleared
                        LOG.debug("presenter={} not said: {}", id, failure.getMessage());
                    }
                });
    }
}
