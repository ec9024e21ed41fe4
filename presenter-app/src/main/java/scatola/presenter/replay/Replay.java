package scatola.presenter.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.box.World;
import scatola.presenter.picture.Line;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/**
 * A recording that is played again: a {@link Deck}, and the one thread that drives it, for any number of watchers. The
 * thread sleeps until something is due or somebody wants something. Safe for several threads.
 */
public final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    /** How many orders may wait: more than people can give. */
    private static final int MOST_ORDERS = 64;
    /** How many letters are read before it is looked what is due. */
    private static final int MOST_LETTERS = 64;

    private static final long SECOND = 1_000_000_000;

    private final long id;
    private final Deck deck;
    private final @Nullable Publication publication;
    private final Duration patience;
    private final Consumer<Replay> forgotten;
    private final BlockingQueue<Runnable> mail = new LinkedBlockingQueue<>();
    private final AtomicInteger orders = new AtomicInteger();
    private final Thread thread;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** Why it is over, or null while it is not. Written under the lock. */
    private volatile @Nullable String over;

    // Touched on the thread only, once it runs.
    private final Screen screen;
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private @Nullable Progress told;
    private boolean jumped;
    private long lastUsed;
    private long lastLook;

    /**
     * Does nothing yet: {@link #begin}.
     *
     * @param id tells replays apart
     * @param library where the recording is
     * @param recording what is played
     * @param idle how long a stretch without events takes at most, or null
     * @param publication where it is published, or null
     * @param patience how long it stays while nobody uses it
     * @param forgotten told when it is over, on its thread
     * @throws LibraryException if the recording can't be read
     */
    Replay(
            long id,
            Library library,
            Recording recording,
            @Nullable Duration idle,
            @Nullable Publication publication,
            Duration patience,
            Consumer<Replay> forgotten) {
        this.id = id;
        this.publication = publication;
        this.patience = patience;
        this.forgotten = forgotten;
        this.deck = new Deck(library, recording, idle, new Everybody());
        this.screen = new Screen(this::post, this::state, this::leave);
        this.thread = Thread.ofPlatform().name("replay-" + id).daemon().unstarted(this::run);
    }

    /** @return what tells it apart from other replays */
    public long id() {
        return id;
    }

    /** @return below which root it is published, or null if it is not */
    public @Nullable String root() {
        return publication == null ? null : publication.root();
    }

    /** @return how many messages were left out of what is published */
    public long leftOut() {
        return publication == null ? 0 : publication.leftOut();
    }

    /**
     * Shows the first moment and begins to keep time.
     *
     * @param orders what is done before anybody can see it
     * @throws LibraryException if the recording can't be read; it is over then
     */
    void begin(List<Order> orders) {
        try {
            deck.open();
            for (Order order : orders) {
                String refusal = deck.obey(order, System.nanoTime());
                if (refusal != null) {
                    throw new IllegalArgumentException("replay %d, %s: %s".formatted(id, order, refusal));
                }
            }
            lastUsed = System.nanoTime();
            told = deck.progress(lastUsed);
        } catch (RuntimeException e) {
            over("replay %d could not begin".formatted(id));
            finish();
            throw e;
        }
        thread.start();
    }

    /** @return completes when it is over and nothing of what it has published is on its way to the broker */
    public CompletionStage<Void> gone() {
        return gone.minimalCompletionStage();
    }

    /** @return whether it is over and nothing of it is left at the broker */
    boolean isGone() {
        return gone.isDone() && (publication == null || publication.isGone());
    }

    /**
     * @param order what is wanted
     * @return completes with why it is not done, or with nothing if it is; on this replay's thread
     */
    public CompletionStage<Optional<String>> obey(Order order) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        if (orders.incrementAndGet() > MOST_ORDERS) {
            orders.decrementAndGet();
            answer.complete(Optional.of("too many orders at once: wait for the answers"));
            return answer;
        }
        boolean there = post(() -> {
            orders.decrementAndGet();
            answer.complete(Optional.ofNullable(obeyed(order)));
        });
        if (!there) {
            answer.complete(Optional.ofNullable(over));
        }
        return answer;
    }

    /** @return completes with how far it is, or with nothing if it is over; on this replay's thread */
    public CompletionStage<Optional<Progress>> progress() {
        CompletableFuture<Optional<Progress>> answer = new CompletableFuture<>();
        if (!post(() -> answer.complete(Optional.of(deck.progress(System.nanoTime()))))) {
            answer.complete(Optional.empty());
        }
        return answer;
    }

    /**
     * Begins to tell a client, as the live box is told: the whole picture first, then this replay's state, then what
     * happens.
     *
     * @param id tells it from all others
     * @param line to it
     * @param ended told why, when this replay is over
     */
    public void join(String id, Line line, Consumer<String> ended) {
        boolean there = post(() -> {
            if (watchers.add(screen)) {
                introduce(screen);
            }
            screen.join(id, line, ended);
        });
        if (!there) {
            ended.accept(Objects.requireNonNull(over));
        }
    }

    /**
     * Ends that.
     *
     * @param id as in {@link #join}
     */
    public void leave(String id) {
        // if it is over, nobody watches anyway
        var unused = post(() -> {
            if (screen.leave(id)) {
                watchers.remove(screen);
            }
        });
    }

    /**
     * Tells a client that has joined what is wrong with what it wants.
     *
     * @param id as in {@link #join}
     * @param reason for people
     * @return completes when it is on its way
     */
    public CompletionStage<Void> refuse(String id, String reason) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        boolean there = post(() -> {
            screen.refuse(id, reason);
            told.complete(null);
        });
        if (!there) {
            // the client is told that it is over
            told.complete(null);
        }
        return told;
    }

    /**
     * @param watcher is shown the present moment, then everything until it {@link #leave}s
     */
    public void watch(Watcher watcher) {
        boolean there = post(() -> {
            watchers.add(watcher);
            introduce(watcher);
        });
        if (!there) {
            watcher.over(Objects.requireNonNull(over));
        }
    }

    /** @param watcher is shown nothing more, soon */
    public void leave(Watcher watcher) {
        // if it is over, nobody watches anyway
        var unused = post(() -> watchers.remove(watcher));
    }

    /**
     * Ends it. What it has published is cleared.
     *
     * @param reason for people
     */
    void end(String reason) {
        var unused = post(() -> over(reason));
    }

    /** The broker is back. */
    void connected() {
        if (publication != null) {
            publication.connected();
        }
    }

    private synchronized boolean post(Runnable letter) {
        return over == null && mail.add(letter);
    }

    private synchronized void over(String reason) {
        if (over == null) {
            over = reason;
        }
    }

    private String state() {
        return ReplayForm.of(this, deck.progress(System.nanoTime())).toString();
    }

    private void introduce(Watcher watcher) {
        Progress now = deck.progress(System.nanoTime());
        watcher.jumped(now.at(), deck.world());
        watcher.progressed(now);
    }

    private void run() {
        try {
            while (over == null) {
                Runnable letter = mail.poll(patienceNs(), TimeUnit.NANOSECONDS);
                for (int read = 0; letter != null; read++) {
                    letter.run();
                    letter = read < MOST_LETTERS ? mail.poll() : null;
                }
                play();
                tellProgress();
                look();
            }
        } catch (InterruptedException e) {
            over("replay %d was ended".formatted(id));
        } catch (RuntimeException e) {
            LOG.error("replay={} broke", id, e);
            over("replay %d broke: the app's log says why".formatted(id));
        }
        finish();
    }

    private void finish() {
        String reason = Objects.requireNonNull(over);
        LOG.info("replay={} over cause={}", id, reason);
        // who came just before is answered
        mail.forEach(Runnable::run);
        watchers.forEach(watcher -> watcher.over(reason));
        forgotten.accept(this);
        if (publication == null) {
            gone.complete(null);
        } else {
            publication.end().thenRun(() -> gone.complete(null));
        }
    }

    /** For how long there is nothing to do. */
    private long patienceNs() {
        long now = System.nanoTime();
        Progress present = deck.progress(now);
        boolean used = !watchers.isEmpty() || (publication != null && present.phase() == Progress.Phase.PLAYING);
        if (used) {
            lastUsed = now;
        }
        long unused = used ? Long.MAX_VALUE : patience.toNanos() - (now - lastUsed);
        if (unused <= 0) {
            over("replay %d was used by nobody for %d s".formatted(id, patience.toSeconds()));
        }
        long due = deck.due() == Long.MAX_VALUE ? Long.MAX_VALUE : deck.due() - now;
        boolean time = !watchers.isEmpty() && present.phase() == Progress.Phase.PLAYING;
        return Math.min(Math.min(unused, due), time ? SECOND - (now - lastLook) : Long.MAX_VALUE);
    }

    private void play() {
        try {
            deck.advance(System.nanoTime());
        } catch (LibraryException e) {
            LOG.warn("replay={} stands still: {}", id, e.getMessage());
            String none = deck.obey(new Order.Pause(), System.nanoTime());
            if (none != null) {
                throw new IllegalStateException("replay %d does not pause: %s".formatted(id, none), e);
            }
            watchers.forEach(watcher -> watcher.failed(String.valueOf(e.getMessage())));
        }
    }

    private @Nullable String obeyed(Order order) {
        lastUsed = System.nanoTime();
        try {
            return deck.obey(order, System.nanoTime());
        } catch (LibraryException e) {
            LOG.warn("replay={} order={} not done: {}", id, order, e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    /** Time alone makes silent nodes lost ones, so it is told too. */
    private void look() {
        long now = System.nanoTime();
        if (now - lastLook >= SECOND && !watchers.isEmpty()) {
            lastLook = now;
            Instant at = deck.progress(now).at();
            watchers.forEach(watcher -> watcher.passed(at));
        }
    }

    private void tellProgress() {
        Progress now = deck.progress(System.nanoTime());
        if (jumped || !now.isLike(told)) {
            jumped = false;
            told = now;
            watchers.forEach(watcher -> watcher.progressed(now));
        }
    }

    /** All to whom the deck plays. */
    private final class Everybody implements Stage {
        @Override
        public void jumped(Instant at, World world) {
            jumped = true;
            if (publication != null) {
                publication.jumped(at, world);
            }
            watchers.forEach(watcher -> watcher.jumped(at, world));
        }

        @Override
        public void happened(Entry entry, World before, World after, List<Chapter> chapters) {
            if (publication != null) {
                publication.happened(entry, before, after, chapters);
            }
            watchers.forEach(watcher -> watcher.happened(entry, before, after, chapters));
        }
    }
}
