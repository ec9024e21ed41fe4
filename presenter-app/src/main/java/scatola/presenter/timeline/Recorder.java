package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.box.World;

/**
 * Writes the live tape: everything that the broker delivers, in batches, each a transaction; only then is it
 * acknowledged. What can't be written is tried again each second, and told loudly; nobody else waits for it. Safe for
 * several threads; one of its own writes.
 */
public final class Recorder implements RecordOperations.Marker, AutoCloseable {
    static final int MOST_AT_ONCE = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_PORTIONS_AT_ONCE = 8;

    private final SqliteArchive archive;
    private final Retention retention;
    private final String up;
    private final Inbox inbox = new Inbox();
    private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "recorder");
    private volatile RecorderState writing = new RecorderState.Failing("the timeline is being opened: wait a moment");
    private volatile @Nullable String brokerAway = "no broker has been reached yet";
    private volatile @Nullable String current;
    private volatile Consumer<Note> notes = note -> {};
    private volatile BiConsumer<RecorderState, @Nullable String> told = (state, name) -> {};
    private volatile boolean ending;
    private @Nullable LiveTape tape;
    private World before = World.empty();
    private World.@Nullable Kept base;
    private boolean renewed;
    private @Nullable Instant failingSince;
    private @Nullable RecorderState lastTold;
    private @Nullable String lastName;

    /**
     * Does nothing yet: {@link #start}.
     *
     * @param archive where the tape is; opened here, and closed by {@link #close}
     * @param mostBytes how large it may grow
     * @param up tells one coming up of the box from another: while it stays the same, one recording goes on
     */
    public Recorder(SqliteArchive archive, long mostBytes, String up) {
        this.archive = archive;
        this.retention = new Retention(mostBytes);
        this.up = up;
        thread.setDaemon(true);
    }

    /** Begins to write. What was delivered before is written first. */
    public void start() {
        thread.start();
    }

    /**
     * Takes a message in; never blocks. In the order of the calls it comes onto the tape.
     *
     * @param delivery it
     */
    public void take(Delivery delivery) {
        brokerAway = null;
        inbox.offer(new Inbox.Item.Said(delivery));
    }

    /** The broker is there (again). */
    public void connected() {
        LOG.info("recorder from={} to=connected", brokerAway == null ? "connected" : "disconnected");
        brokerAway = null;
    }

    /** The broker has no session of this recorder: what was said since the last message is missing, if there was one. */
    public void sessionBegan() {
        inbox.offer(new Inbox.Item.SessionBegan());
    }

    /**
     * The broker is away.
     *
     * @param reason one sentence that says so
     */
    public void disconnected(String reason) {
        if (brokerAway == null) {
            LOG.warn("recorder from=connected to=disconnected; trying until the broker is back");
        }
        brokerAway = reason;
    }

    @Override
    public void mark(String title, String by) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        written(new Inbox.Item.Marked(title, by, done), done);
    }

    @Override
    public void settle() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        written(new Inbox.Item.Settled(done), done);
    }

    private void written(Inbox.Item item, CompletableFuture<Void> done) {
        if (writing instanceof RecorderState.Failing failing) {
            throw new LibraryException(failing.reason(), null);
        }
        inbox.offer(item);
        try {
            done.get(5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LibraryException("the timeline could not be written yet: GET /api/status says why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LibraryException("the recorder is ending", e);
        }
    }

    /** @return how it does */
    public RecorderState state() {
        RecorderState state = writing;
        String away = brokerAway;
        return away != null && !(state instanceof RecorderState.Failing) ? new RecorderState.Waiting(away) : state;
    }

    /** @return the name of the recording that goes on, one that a person began before others; null if there is none */
    public @Nullable String current() {
        return current;
    }

    /** @param listener told each entry of the live tape when it is written, by the recorder's thread; must not block */
    public void listen(Consumer<Entry> listener) {
        listeners.add(listener);
    }

    /** @param listener told each note that is taken, by the recorder's thread; must not block or throw */
    public void onNote(Consumer<Note> listener) {
        notes = listener;
    }

    /** @param listener told how it does and what is recorded when that changes, by the recorder's thread */
    public void onChange(BiConsumer<RecorderState, @Nullable String> listener) {
        told = listener;
    }

    /** Writes what has come in, ends the recording of this coming up, and closes the archive. Takes 6 s at most. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join(Duration.ofSeconds(5));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            archive.close();
        }
    }

    private void run() {
        try {
            while (!ending) {
                turn(PATIENCE);
            }
            turn(Duration.ZERO);
            if (tape != null) {
                archive.endUp();
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "ended while the timeline could not be written: what the broker holds is written at the next start");
        } catch (LibraryException e) {
            LOG.warn("the recording was not ended: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the recorder has failed: nothing is recorded until this app is started again", e);
            writing = new RecorderState.Failing("the recorder has failed (%s): restart the presenter app".formatted(e));
            tell();
            throw e;
        }
    }

    /** One batch; whatever is wrong with the database, it is written when this returns, or the app ends. */
    private void turn(Duration patience) throws InterruptedException {
        if (tape == null) {
            retrying(this::open);
        }
        LiveTape open = Objects.requireNonNull(tape);
        List<Inbox.Item> batch = inbox.take(patience, LINGER, MOST_AT_ONCE);
        before = open.world();
        batch.forEach(item -> enter(open, item));
        open.checkClock();
        gaps(open);
        retrying(() -> write(open));
        open.rows().forEach(this::announce);
        batch.forEach(Recorder::acknowledge);
        open.written();
        makeRoom();
        tell();
    }

    private static void enter(LiveTape tape, Inbox.Item item) {
        switch (item) {
            case Inbox.Item.Said said -> tape.said(said.delivery());
            case Inbox.Item.SessionBegan began -> tape.sessionBegan();
            case Inbox.Item.Settled settled -> {}
            case Inbox.Item.Marked marked -> tape.mark(marked.title(), marked.by());
        }
    }

    private void gaps(LiveTape open) {
        Instant since = failingSince;
        if (since != null && !(writing instanceof RecorderState.Failing)) {
            failingSince = null;
            open.gap(since, "the timeline could not be written: what the broker could not hold is missing");
        }
        long many = inbox.turnedAway();
        if (many > 0) {
            open.gap(
                    open.clock().now(),
                    "%d messages of quality of service 0 are missing: more was said than could be written"
                            .formatted(many));
        }
    }

    private void open() {
        archive.open();
        archive.beginUp(up);
        tape = new LiveTape(archive.clock(), archive.head(), archive.receipts());
    }

    private void write(LiveTape open) {
        if (!archive.isWhole()) {
            archive.reopen();
            renewed = true;
        }
        if (renewed) {
            archive.beginUp(up);
            // in what may be a new file, what holds must stand before what happens
            base = before.kept();
            open.clock().forget();
            renewed = false;
        }
        if (base != null || !open.rows().isEmpty() || open.receipts().areNew()) {
            archive.write(open.rows(), open.receipts(), base);
            base = null;
        }
    }

    private void makeRoom() {
        try {
            Retention.Outcome outcome = Retention.Outcome.SHORTENED;
            for (int i = 0; i < MOST_PORTIONS_AT_ONCE && outcome == Retention.Outcome.SHORTENED; i++) {
                outcome = archive.shorten(retention);
            }
            crowded(outcome == Retention.Outcome.ALL_KEPT);
            current = archive.current();
        } catch (LibraryException e) {
            // if it lasts, the next batch can't be written either, and that is told
            LOG.debug("no room was made: {}", e.getMessage());
        }
    }

    private void crowded(boolean crowded) {
        boolean was = writing instanceof RecorderState.Crowded;
        if (crowded && !was) {
            String reason =
                    "what is kept of the timeline needs more than its %d MiB: delete recordings, or raise SCATOLA_TIMELINE_MAX_MIB"
                            .formatted(retention.mostBytes() >> 20);
            LOG.error("{}; meanwhile nothing older stays of what has no name", reason);
            writing = new RecorderState.Crowded(reason);
        } else if (!crowded) {
            writing = new RecorderState.Recording();
        }
    }

    /** Tries until it is done, or the app ends. */
    private void retrying(Runnable work) throws InterruptedException {
        while (true) {
            try {
                work.run();
                break;
            } catch (LibraryException e) {
                if (ending) {
                    throw e;
                }
                failed(e);
                if (!(Database.isBroken(e) && isPutAside())) {
                    Thread.sleep(RETRY);
                }
            }
        }
        if (failingSince != null && writing instanceof RecorderState.Failing) {
            LOG.warn("the timeline is written again");
        }
        if (writing instanceof RecorderState.Failing) {
            writing = new RecorderState.Recording();
        }
    }

    private void failed(LibraryException failure) {
        String reason = Objects.requireNonNullElse(failure.getMessage(), "the timeline can't be written");
        if (failingSince == null) {
            failingSince = tape == null
                    ? Instant.now().truncatedTo(ChronoUnit.MICROS)
                    : tape.clock().now();
            LOG.error("{}; the show goes on, and it is tried again each second", reason);
        }
        writing = new RecorderState.Failing(reason);
        tell();
    }

    private boolean isPutAside() {
        try {
            LOG.error("the timeline is broken: it was put aside as {}, and a new one is begun", archive.putAside());
            return true;
        } catch (LibraryException e) {
            LOG.error("the timeline is broken, and can't be put aside: {}", e.getMessage());
            return false;
        }
    }

    private void tell() {
        RecorderState state = state();
        String name = current;
        if (!state.equals(lastTold) || !Objects.equals(name, lastName)) {
            lastTold = state;
            lastName = name;
            told.accept(state, name);
        }
    }

    /** Whoever listens to the tape must not end it. */
    private void announce(Ledger.Row row) {
        try {
            listeners.forEach(listener -> listener.accept(row.entry()));
            row.notes().forEach(notes);
        } catch (RuntimeException e) {
            LOG.error("a listener to the tape failed at {}", row.entry().at(), e);
        }
    }

    private static void acknowledge(Inbox.Item item) {
        switch (item) {
            case Inbox.Item.Said said -> said.delivery().acknowledge().run();
            case Inbox.Item.SessionBegan began -> {}
            case Inbox.Item.Settled settled -> settled.done().complete(null);
            case Inbox.Item.Marked marked -> marked.done().complete(null);
        }
    }
}
