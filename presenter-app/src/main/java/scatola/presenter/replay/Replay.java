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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.box.World;
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

    private final long id;
    private final Deck deck;
    private final @Nullable Publication publication;
    private final Duration patience;
    private final Consumer<Replay> forgotten;
    private final BlockingQueue<Runnable> mail = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** Why it is over, or null while it is not. Written under the lock. */
    private volatile @Nullable String over;

    // Touched on the thread only, once it runs.
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private @Nullable Progress told;
    private boolean jumped;
    private long lastUsed;

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
    CompletableFuture<Void> gone() {
        return gone;
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
        String no = mail.size() >= MOST_ORDERS ? "too many orders at once: wait for the answers" : over;
        if (no != null || !post(() -> answer.complete(obeyed(order)))) {
            answer.complete(Optional.of(no == null ? Objects.requireNonNull(over) : no));
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
     * @param watcher is shown the present moment, then everything until it {@link #leave}s
     */
    public void watch(Watcher watcher) {
        boolean there = post(() -> {
            watchers.add(watcher);
            Progress now = deck.progress(System.nanoTime());
            watcher.jumped(now.at(), deck.world());
            watcher.progressed(now);
        });
        if (!there) {
            watcher.over(Objects.requireNonNull(over));
        }
    }

    /**
     * @param watcher is shown nothing more, soon
     */
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

    private void run() {
        try {
            while (over == null) {
                Runnable letter = mail.poll(patienceNs(), TimeUnit.NANOSECONDS);
                if (letter != null) {
                    letter.run();
                }
                play();
                tellProgress();
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
        long due = deck.due();
        return Math.min(unused, due == Long.MAX_VALUE ? due : due - now);
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

    private Optional<String> obeyed(Order order) {
        lastUsed = System.nanoTime();
        try {
            return Optional.ofNullable(deck.obey(order, System.nanoTime()));
        } catch (LibraryException e) {
            LOG.warn("replay={} order={} not done: {}", id, order, e.getMessage());
            return Optional.of(String.valueOf(e.getMessage()));
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
