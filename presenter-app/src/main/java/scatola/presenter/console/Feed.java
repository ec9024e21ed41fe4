package scatola.presenter.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to one client: a console's bytes in their order, and between them what is told about it. What comes
 * after a pause goes at once, so that a key's echo does not wait; under load small pieces are joined, to frames of at most
 * {@value #FRAME} bytes, at most one each {@value #PACE_MS} ms. Of who reads slowly {@value #MOST_BYTES} bytes wait: then
 * the oldest are dropped, and the client is told in their place how many.
 *
 * <p>Safe for several threads; nothing blocks.
 */
public final class Feed {
    static final int MOST_BYTES = 256 * 1024;
    static final int FRAME = 64 * 1024;
    static final long PACE_MS = 16;

    /** Whoever reads none of so many words for minutes is not helped by more. */
    private static final int MOST_TEXTS = 64;
    /** Words and bytes in turn can't take more room than this either. */
    private static final int MOST_ITEMS = 512;

    private static final long PACE_NS = Duration.ofMillis(PACE_MS).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final Line line;
    private final Time time;
    private final List<Item> waiting = new ArrayList<>();
    private int bytes;
    private int texts;
    /** Announced, and to be sent next. */
    private byte @Nullable [] announced;

    private long lastFrame;
    private boolean busy;
    private boolean alarmed;
    private boolean ended;

    private sealed interface Item {
        record Text(String json) implements Item {}

        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Past(String json, byte[] bytes) implements Item {}

        record Present(Run run) implements Item {}

        record Skipped(long bytes) implements Item {}
    }

    /**
     * @param line to the client
     * @param time for the pauses between frames
     */
    public Feed(Line line, Time time) {
        this.line = line;
        this.time = time;
        this.lastFrame = time.nanos() - PACE_NS;
    }

    /** @param json what is told after everything before it */
    public void text(String json) {
        boolean tooMany;
        synchronized (this) {
            tooMany = !ended && texts >= MOST_TEXTS;
            if (tooMany) {
                end();
            } else if (!ended) {
                waiting.add(new Item.Text(json));
                texts++;
                next();
            }
        }
        if (tooMany) {
            line.cut("you read too slowly");
        }
    }

    /**
     * Tells the client what it did wrong; one that reads no answers gets no more of them.
     *
     * @param reason for people
     */
    public synchronized void refuse(String reason) {
        if (texts < MOST_TEXTS / 2) {
            text(Notices.error(reason));
        }
    }

    /**
     * The past. What waits of the console is not sent any more: the past has it, or it counts no longer.
     *
     * @param json announces it
     * @param past all of it, not changed by anybody
     */
    synchronized void past(String json, byte[] past) {
        waiting.removeIf(item -> !(item instanceof Item.Text));
        bytes = 0;
        if (!ended) {
            waiting.add(new Item.Past(json, past));
            next();
        }
    }

    /** @param more what the console has put out */
    synchronized void bytes(byte[] more) {
        if (ended || more.length == 0) {
            return;
        }
        if (waiting.isEmpty() || !(waiting.getLast() instanceof Item.Present)) {
            waiting.add(new Item.Present(new Run()));
        }
        if (waiting.getLast() instanceof Item.Present present) {
            present.run().add(more);
        }
        bytes += more.length;
        bound();
        next();
    }

    /** @param missing so many bytes of the console are not known here */
    synchronized void skip(long missing) {
        if (!ended) {
            waiting.add(new Item.Skipped(missing));
            bound();
            next();
        }
    }

    /** Sends nothing more. */
    public synchronized void end() {
        ended = true;
        waiting.clear();
        announced = null;
    }

    private void bound() {
        while (bytes > MOST_BYTES) {
            dropOldest(bytes - MOST_BYTES);
        }
        while (waiting.size() > MOST_ITEMS && bytes > 0) {
            dropOldest(MOST_BYTES);
        }
    }

    /** Drops of the first bytes that wait, and says so there. */
    private void dropOldest(int most) {
        int at = 0;
        while (!(waiting.get(at) instanceof Item.Present)) {
            at++;
        }
        Run run = ((Item.Present) waiting.get(at)).run();
        int dropped = run.drop(most);
        bytes -= dropped;
        waiting.add(at, new Item.Skipped(dropped));
        if (run.size() == 0) {
            waiting.remove(at + 1);
            join(at + 1);
        }
        join(at);
    }

    /** Of two gaps in a row makes one. */
    private void join(int at) {
        if (at > 0
                && at < waiting.size()
                && waiting.get(at - 1) instanceof Item.Skipped one
                && waiting.get(at) instanceof Item.Skipped other) {
            waiting.set(at - 1, new Item.Skipped(one.bytes() + other.bytes()));
            waiting.remove(at);
        }
    }

    private void next() {
        if (busy || ended) {
            return;
        }
        byte[] rest = announced;
        if (rest != null) {
            announced = null;
            send(line.bytes(rest));
        } else if (!waiting.isEmpty()) {
            send(waiting.getFirst());
        }
    }

    private void send(Item first) {
        switch (first) {
            case Item.Text text -> {
                waiting.removeFirst();
                texts--;
                send(line.text(text.json()));
            }
            case Item.Past past -> {
                waiting.removeFirst();
                announced = past.bytes().length == 0 ? null : past.bytes();
                send(line.text(past.json()));
            }
            case Item.Skipped skipped -> {
                waiting.removeFirst();
                send(line.text(Notices.skipped(skipped.bytes())));
            }
            case Item.Present present -> send(present.run());
        }
    }

    private void send(Run run) {
        long now = time.nanos();
        long wait = lastFrame + PACE_NS - now;
        if (wait > 0) {
            if (!alarmed) {
                alarmed = true;
                time.after(Duration.ofNanos(wait), this::rung);
            }
            return;
        }
        byte[] frame = run.take(FRAME);
        bytes -= frame.length;
        if (run.size() == 0) {
            waiting.removeFirst();
        }
        lastFrame = now;
        send(line.bytes(frame));
    }

    private void send(CompletionStage<?> going) {
        busy = true;
        var unused = going.whenComplete((gone, failure) -> sent(failure));
    }

    private synchronized void rung() {
        alarmed = false;
        next();
    }

    private synchronized void sent(@Nullable Throwable failure) {
        busy = false;
        if (failure == null) {
            next();
        } else {
            LOG.debug("a client is gone: {}", failure.toString());
            end();
        }
    }
}
