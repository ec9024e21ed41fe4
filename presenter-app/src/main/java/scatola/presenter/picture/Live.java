package scatola.presenter.picture;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.Topic;
import scatola.presenter.box.Witness;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Note;

/**
 * Tells clients what holds and what happens, now: the whole picture first, then a change for each message that changes
 * anything, and events. Each message is written once, however many clients there are, and none if there is none.
 *
 * <p>Safe for several threads; nothing blocks. It works on a thread of its own. What that can't keep up with is dropped,
 * and everybody gets the whole picture.
 */
public final class Live implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** How many moments may wait for the thread. */
    static final int MOST = 2000;
    /** How many bytes of events may. */
    static final int MOST_BYTES = 4 << 20;
    /** How many are told before it is looked whether clients have taken what they were told before. */
    private static final int AT_ONCE = 50;

    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;

    private final Object lock = new Object();
    private final Deque<Moment> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long dropped;
    private boolean called;
    private boolean brokerIsThere;

    // touched on the thread only
    private final Map<String, Outbox> clients = new HashMap<>();
    private World world = World.empty();
    private boolean connected;
    /** Null as long as nobody watches. */
    private @Nullable Picture picture;
    /** How many are at the page, as a telegram; null as long as nobody has said. */
    private @Nullable String audience;

    private boolean audienceToBeTold;

    /**
     * Something happened.
     *
     * @param at when
     * @param world after it
     * @param connected whether the broker is there
     * @param topic where something was said, or null
     * @param event what was said if it is about nothing that holds, else null
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Moment(
            Instant at,
            World world,
            boolean connected,
            @Nullable Topic topic,
            byte @Nullable [] event) {
        int bytes() {
            return event == null ? 0 : event.length;
        }
    }

    /** @param clock that stamps arrivals */
    public Live(Clock clock) {
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "live");
            made.setDaemon(true);
            return made;
        });
        // what clients still tell after close() has nobody left to hear it
        thread.setRejectedExecutionHandler((task, executor) -> LOG.debug("closed already"));
        var unused = thread.scheduleAtFixedRate(guarded(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void heard(Instant at, Topic topic, byte[] payload, World before, World after) {
        boolean event = Telegram.isEvent(topic);
        if (event || before != after) {
            synchronized (lock) {
                offer(new Moment(at, after, brokerIsThere, topic, event ? payload : null));
            }
        }
    }

    @Override
    public void turned(Instant at, boolean connected, World after) {
        synchronized (lock) {
            brokerIsThere = connected;
            offer(new Moment(at, after, connected, null, null));
        }
    }

    /**
     * Tells all clients, if it can be drawn.
     *
     * @param note what the timeline makes of what happened just now
     */
    public void noted(Note note) {
        if (!note.isDrawn()) {
            return;
        }
        Instant now = clock.instant();
        thread.execute(guarded(() -> {
            broadcast(Telegram.note(now, note));
            if (note.chapter()) {
                broadcast(Telegram.chapter(now, note.text()));
            }
        }));
    }

    /**
     * Tells all clients, once a second at most, and from then on everybody who joins.
     *
     * @param presenters how many of them are at the page
     * @param onlookers how many of them are
     */
    public void audience(int presenters, int onlookers) {
        String telegram = Telegram.audience(presenters, onlookers);
        thread.execute(guarded(() -> {
            audienceToBeTold |= !telegram.equals(audience);
            audience = telegram;
        }));
    }

    /**
     * Begins to tell a client.
     *
     * @param id tells it from all others
     * @param line to it
     */
    public void join(String id, Line line) {
        thread.execute(guarded(() -> {
            Outbox outbox = new Outbox(line, thread, skipped -> pictureAgain(id, skipped), () -> leave(id));
            clients.put(id, outbox);
            outbox.add(pictureNow(0));
            tellAudience(outbox);
        }));
    }

    /**
     * Ends that.
     *
     * @param id as in {@link #join}
     */
    public void leave(String id) {
        thread.execute(guarded(() -> {
            clients.remove(id);
            if (clients.isEmpty()) {
                picture = null;
            }
        }));
    }

    /** Tells nobody anything any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void offer(Moment moment) {
        if (waiting.size() >= MOST || waitingBytes + moment.bytes() > MOST_BYTES) {
            dropped += waiting.size();
            waiting.clear();
            waitingBytes = 0;
        }
        waiting.add(moment);
        waitingBytes += moment.bytes();
        if (!called) {
            called = true;
            thread.execute(guarded(this::takeUp));
        }
    }

    private void takeUp() {
        List<Moment> moments = new ArrayList<>();
        long missed;
        synchronized (lock) {
            for (Moment next = waiting.poll(); next != null; next = waiting.poll()) {
                moments.add(next);
                waitingBytes -= next.bytes();
                if (moments.size() == AT_ONCE) {
                    break;
                }
            }
            called = !waiting.isEmpty();
            if (called) {
                thread.execute(guarded(this::takeUp));
            }
            missed = dropped;
            dropped = 0;
        }
        for (Moment moment : moments) {
            if (missed > 0) {
                resume(moment, missed);
                missed = 0;
            } else {
                take(moment);
            }
        }
    }

    private void take(Moment moment) {
        world = moment.world();
        connected = moment.connected();
        Picture before = picture;
        if (before == null) {
            return;
        }
        Topic topic = moment.topic();
        if (topic == null) {
            Picture after = Picture.of(world, connected, moment.at());
            picture = after;
            tell(moment.at(), after.since(before));
        } else {
            show(moment.at(), before.after(world, topic, moment.at()));
            event(moment);
        }
    }

    /** The first moment after some that were dropped. */
    private void resume(Moment moment, long missed) {
        world = moment.world();
        connected = moment.connected();
        if (picture != null) {
            LOG.warn("clients skip messages={}: there are more than can be told", missed);
            picture = Picture.of(world, connected, moment.at());
            List.copyOf(clients.values()).forEach(client -> client.skip(missed));
            event(moment);
        }
    }

    private void event(Moment moment) {
        if (moment.topic() != null && moment.event() != null) {
            broadcast(Telegram.event(moment.at(), moment.topic(), moment.event()));
        }
    }

    /** Time alone makes silent nodes lost ones. */
    private void tick() {
        if (picture != null) {
            Instant now = clock.instant();
            show(now, picture.at(now));
        }
        if (audienceToBeTold) {
            audienceToBeTold = false;
            List.copyOf(clients.values()).forEach(this::tellAudience);
        }
    }

    private void show(Instant at, Picture.Next next) {
        picture = next.picture();
        tell(at, next.change());
    }

    private void tell(Instant at, Change change) {
        if (!change.isEmpty()) {
            broadcast(Telegram.change(at, change));
        }
    }

    private void broadcast(String text) {
        List.copyOf(clients.values()).forEach(client -> client.add(text));
    }

    private void tellAudience(Outbox client) {
        if (audience != null) {
            client.add(audience);
        }
    }

    /** How many there are may have been among what was skipped, and follows. */
    private String pictureAgain(String id, long skipped) {
        Outbox client = clients.get(id);
        if (client != null) {
            tellAudience(client);
        }
        return pictureNow(skipped);
    }

    private String pictureNow(long skipped) {
        Instant now = clock.instant();
        Picture here = picture == null ? Picture.of(world, connected, now) : picture;
        picture = here;
        return Telegram.picture(now, here, skipped);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("what happened can't be told to clients", e);
            }
        };
    }
}
