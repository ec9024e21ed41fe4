package scatola.presenter.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.VmName;

/**
 * The console of one live guest, for all who look at it: one wire to the bus, the past once from the guest's node, then
 * what comes. Nothing is lost or doubled between the two as long as the node counts what it says.
 *
 * <p>Safe for several threads; nothing blocks.
 */
final class GuestConsole implements Wire.Ear, AutoCloseable {
    /** For a node that is there, and then some. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What is missing after such a silence was said while the node's cable was out, and the node still has it. */
    private static final long SILENCE_NS = Duration.ofSeconds(2).toNanos();

    private static final int MOST_HELD = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(GuestConsole.class);

    private final VmName vm;
    private final Time time;
    private final Recorded recorded;
    private final Executor reading;
    private final Wire wire;
    private final Map<String, Feed> feeds = new HashMap<>();
    /** Clients who have been told the past before. */
    private final Set<String> shown = new HashSet<>();

    private final Tail tail = new Tail();
    /** Heard while the past is asked for. */
    private final List<Piece> held = new ArrayList<>();

    private Phase phase;
    private int question;
    private boolean runs = true;
    /** Its state was heard since the broker is there. */
    private boolean stateHeard;
    /** Why the node, or whoever answers for it, does not tell the past, or null. */
    private @Nullable String refusal;
    /** The node itself has told the past. */
    private boolean toldByNode;
    /** Clients know that the broker is lost. */
    private boolean lostTold;
    /** How many bytes the console has put out, as far as its node has told, or null. */
    private @Nullable Long written;
    /** Just now the past was told: the piece that it ends with may still come. */
    private boolean fresh;

    private long lastHeard;
    private @Nullable String detail;

    private enum Phase {
        /** The broker is not there, or not yet. */
        AWAY,
        /** The past is being asked for. */
        ASKING,
        /** What comes is told. */
        FLOWING
    }

    /** What the recorder has of a console. */
    @FunctionalInterface
    interface Recorded {
        /**
         * @param vm whose
         * @return its last bytes, as many as a node keeps; blocks
         */
        byte[] lastOf(VmName vm);
    }

    /**
     * @param vm whose console
     * @param wires to the bus
     * @param brokerIsThere whether the broker is there just now
     * @param recorded where to look when the node does not answer
     * @param reading where that is done
     * @param time for patience
     */
    GuestConsole(VmName vm, Wire.Opener wires, boolean brokerIsThere, Recorded recorded, Executor reading, Time time) {
        this.vm = vm;
        this.time = time;
        this.recorded = recorded;
        this.reading = reading;
        this.phase = Phase.AWAY;
        this.lostTold = !brokerIsThere;
        synchronized (this) {
            wire = wires.open(vm, this);
        }
        time.after(PATIENCE, this::unreached);
    }

    synchronized void join(String id, Feed feed) {
        feeds.put(id, feed);
        if (lostTold) {
            feed.text(Notices.lost());
        } else if (phase == Phase.FLOWING) {
            byte[] past = tail.bytes();
            show(id, feed, past);
        }
    }

    /** Returns whether nobody is left. */
    synchronized boolean leave(String id) {
        feeds.remove(id);
        shown.remove(id);
        return feeds.isEmpty();
    }

    /** Why nothing can be typed just now, or null. */
    synchronized @Nullable String noTyping() {
        return lostTold
                ? "the broker is away, so nothing was typed: wait until it is back"
                : runs ? null : "%s does not run, so nothing was typed: boot it first".formatted(vm);
    }

    @Override
    public synchronized void connected() {
        ask();
    }

    @Override
    public synchronized void lost() {
        phase = Phase.AWAY;
        held.clear();
        stateHeard = false;
        question++;
        if (!lostTold) {
            lostTold = true;
            feeds.values().forEach(feed -> feed.text(Notices.lost()));
        }
    }

    @Override
    public synchronized void heard(Piece piece) {
        long now = time.nanos();
        boolean silence = now - lastHeard > SILENCE_NS;
        lastHeard = now;
        Long before = piece.before();
        Long known = written;
        if (phase == Phase.FLOWING && silence && before != null && before > (known == null ? 0 : known)) {
            // what is missing the node still has
            ask();
        }
        switch (phase) {
            case AWAY -> {}
            case ASKING -> hold(piece);
            case FLOWING -> flow(piece);
        }
    }

    @Override
    public synchronized void guest(boolean now) {
        boolean before = runs;
        boolean first = !stateHeard;
        runs = now;
        stateHeard = true;
        if (phase == Phase.FLOWING && before != now) {
            feeds.values().forEach(feed -> feed.text(now ? Notices.back() : Notices.gone()));
        }
        if (now && (phase == Phase.FLOWING && !toldByNode || phase == Phase.ASKING && (first || refusal != null))) {
            // its node is there now, and may not have been when it was asked
            ask();
        }
    }

    @Override
    public synchronized void told(byte[] past, @Nullable Long until) {
        if (phase == Phase.ASKING) {
            runs = true;
            toldByNode = true;
            settle(past, until, null);
        }
    }

    @Override
    public synchronized void refused(String reason) {
        if (phase == Phase.ASKING) {
            refusal = reason;
            // after an outage its node may not be back yet
            if (stateHeard || !lostTold) {
                lookElsewhere(reason);
            }
        }
    }

    @Override
    public void close() {
        wire.close();
    }

    private void ask() {
        phase = Phase.ASKING;
        held.clear();
        refusal = null;
        int number = ++question;
        wire.ask();
        time.after(PATIENCE, () -> unanswered(number));
    }

    private synchronized void unanswered(int number) {
        if (number == question && phase == Phase.ASKING) {
            lookElsewhere(refusal == null ? "its node does not answer" : refusal);
        }
    }

    private synchronized void unreached() {
        if (phase == Phase.AWAY && !lostTold) {
            lost();
        }
    }

    private void lookElsewhere(String reason) {
        int number = ++question;
        // one that is there has a state, which the broker keeps
        runs &= stateHeard;
        byte[] seen = tail.bytes();
        reading.execute(() -> {
            byte[] past = seen;
            try {
                byte[] found = recorded.lastOf(vm);
                past = found.length == 0 ? seen : found;
            } catch (RuntimeException e) {
                LOG.warn("vm={} console: what was recorded can't be read: {}", vm, e.toString());
            }
            synchronized (this) {
                if (number == question && phase == Phase.ASKING) {
                    toldByNode = false;
                    settle(past, null, reason + "; this is what was recorded");
                }
            }
        });
    }

    private void hold(Piece piece) {
        Long before = piece.before();
        if (!held.isEmpty() && before != null && before == 0) {
            // another machine, whose past has nothing of the one before
            held.clear();
        }
        held.add(piece);
        long all = held.stream().mapToLong(one -> one.bytes().length).sum();
        while (all > MOST_HELD) {
            all -= held.removeFirst().bytes().length;
        }
    }

    /** The past is known: tells it to everybody, and then what was heard meanwhile. */
    private void settle(byte[] past, @Nullable Long until, @Nullable String why) {
        List<Piece> meanwhile = List.copyOf(held);
        held.clear();
        question++;
        tail.set(past);
        detail = why;
        written = until;
        phase = Phase.FLOWING;
        fresh = true;
        boolean back = lostTold;
        lostTold = false;
        feeds.forEach((id, feed) -> {
            if (back) {
                feed.text(Notices.back());
            }
            show(id, feed, past);
        });
        Splice.after(past, until, meanwhile).forEach(this::flow);
    }

    private void flow(Piece piece) {
        Long known = written;
        Long before = piece.before();
        boolean again = fresh && known != null && known.equals(piece.written());
        fresh = false;
        if (again) {
            return;
        }
        if (before != null && known != null && before > known) {
            long missing = before - known;
            feeds.values().forEach(feed -> feed.skip(missing));
        }
        if (piece.written() != null) {
            written = piece.written();
        }
        tail.add(piece.bytes());
        feeds.values().forEach(feed -> feed.bytes(piece.bytes()));
    }

    private void show(String id, Feed feed, byte[] past) {
        if (!shown.add(id)) {
            feed.text(Notices.reset());
        }
        feed.past(Notices.scrollback(past.length, detail), past);
        if (!runs) {
            feed.text(Notices.gone());
        }
    }
}
