package scatola.presenter.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.client.Publisher;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/**
 * All replays there are, each independent of the others. Safe for several threads; only {@link #admit} and {@link #close}
 * may block.
 */
public final class Replays implements AutoCloseable {
    /** How many there may be at a time. */
    public static final int MOST = 8;
    /** How long a replay stays that nobody watches or steers, and that is not being published. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Library library;
    private final Publisher bus;
    private final String live;
    private final Duration patience;
    private final ConcurrentSkipListMap<Long, Replay> replays = new ConcurrentSkipListMap<>();
    /** Of replays that are over, those of which something may still be retained. */
    private final Set<Replay> leaving = ConcurrentHashMap.newKeySet();

    private long ids;
    private boolean closed;

    /** What came of a wish. */
    public sealed interface Admission {
        /**
         * It plays.
         *
         * @param replay it
         */
        record Admitted(Replay replay) implements Admission {}

        /**
         * It does not, and nothing has changed.
         *
         * @param why what is in the way
         * @param reason one that a person can act on
         */
        record Refused(Why why, String reason) implements Admission {}

        /** What is in the way of a replay. */
        enum Why {
            /** What was wished for can't be. */
            WISH,
            /** Another replay has it. */
            CONFLICT,
            /** There are as many as there may be. */
            TOO_MANY
        }
    }

    /**
     * @param library where recordings are
     * @param bus where replays are published
     * @param live the live box's root, which they never touch
     */
    public Replays(Library library, Publisher bus, String live) {
        this(library, bus, live, PATIENCE);
    }

    Replays(Library library, Publisher bus, String live, Duration patience) {
        this.library = library;
        this.bus = bus;
        this.live = live;
        this.patience = patience;
    }

    /**
     * @param recording what is to be played
     * @param wish how
     * @return the replay, or why there is none
     * @throws LibraryException if the recording can't be read
     */
    public synchronized Admission admit(Recording recording, Wish wish) {
        String root = wish.root();
        if (closed || replays.size() >= MOST) {
            return refused(
                    Admission.Why.TOO_MANY,
                    "there are %d replays already, and no more at a time: end one with DELETE /api/replays/%d"
                            .formatted(replays.size(), replays.isEmpty() ? 0 : replays.firstKey()));
        }
        String noWish = noWish(wish);
        if (noWish != null) {
            return refused(Admission.Why.WISH, noWish);
        }
        String conflict = root == null ? null : Roots.conflict(root, taken());
        if (conflict != null) {
            return refused(Admission.Why.CONFLICT, conflict);
        }
        return begin(recording, wish, root == null ? null : new Publication(root, bus));
    }

    /** @return all there are, by their ids */
    public List<Replay> all() {
        return List.copyOf(replays.values());
    }

    /** @return whether one of them is being published */
    public boolean isPublishing() {
        return replays.values().stream().anyMatch(replay -> replay.root() != null);
    }

    /**
     * @param id of a replay
     * @return it, or empty if there is none
     */
    public Optional<Replay> find(long id) {
        return Optional.ofNullable(replays.get(id));
    }

    /**
     * @param id of a replay
     * @return whether there was one; it ends soon, and what it has published is cleared
     */
    public boolean end(long id) {
        Optional<Replay> replay = find(id);
        replay.ifPresent(one -> one.end("replay %d was ended".formatted(id)));
        return replay.isPresent();
    }

    /** The broker is back: what is retained is said again, and what is left of replays that are over is cleared. */
    public void connected() {
        // first, since others may have their roots by now
        leaving.forEach(Replay::connected);
        replays.values().forEach(Replay::connected);
    }

    /** Ends all replays and clears what they have published; takes {@code 2 s} at most. */
    @Override
    public void close() {
        List<Replay> last;
        synchronized (this) {
            closed = true;
            last = all();
        }
        last.forEach(replay -> replay.end("the presenter app ends"));
        CompletableFuture<?>[] ends =
                last.stream().map(replay -> replay.gone().toCompletableFuture()).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("what replays have published may not be cleared, the broker does not answer: {}", e.toString());
        }
    }

    private Admission begin(Recording recording, Wish wish, @Nullable Publication publication) {
        Replay replay = new Replay(++ids, library, recording, wish.idle(), publication, patience, this::forget);
        List<Order> orders = new ArrayList<>(List.of(new Order.Speed(wish.speed())));
        if (wish.fromS() > 0) {
            orders.add(new Order.Seek(wish.fromS()));
        }
        if (!wish.paused()) {
            orders.add(new Order.Play());
        }
        replays.put(replay.id(), replay);
        replay.begin(orders);
        LOG.info("replay={} recording={} root={}", replay.id(), recording.id(), wish.root());
        return new Admission.Admitted(replay);
    }

    private void forget(Replay replay) {
        leaving.removeIf(Replay::isGone);
        leaving.add(replay);
        replays.remove(replay.id());
    }

    private Map<Long, String> taken() {
        Map<Long, String> taken = new TreeMap<>();
        replays.forEach((id, replay) -> {
            if (replay.root() != null) {
                taken.put(id, replay.root());
            }
        });
        // what is on its way to the broker must not clear what the next one says there
        leaving.stream()
                .filter(replay -> replay.root() != null
                        && !replay.gone().toCompletableFuture().isDone())
                .forEach(replay -> taken.put(replay.id(), replay.root()));
        return taken;
    }

    private @Nullable String noWish(Wish wish) {
        String noSpeed = Deck.refusal(wish.speed());
        return noSpeed != null || wish.root() == null ? noSpeed : Roots.refusal(wish.root(), live);
    }

    private static Admission refused(Admission.Why why, String reason) {
        return new Admission.Refused(why, reason);
    }
}
