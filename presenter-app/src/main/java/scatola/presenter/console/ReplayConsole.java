package scatola.presenter.console;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.bus.VmName;
import scatola.bus.message.OnOff;
import scatola.bus.message.VmState;
import scatola.presenter.box.World;
import scatola.presenter.replay.Progress;
import scatola.presenter.replay.Watcher;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/**
 * A guest's console as a replay shows it, for one client: its past up to the shown moment, again after each jump, and what
 * comes while it plays. Told by the replay, on its thread, which it never holds up: the past is read elsewhere.
 */
public final class ReplayConsole implements Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayConsole.class);
    private static final int MOST_HELD = Feed.MOST_BYTES;

    private final Past past;
    private final Recording recording;
    private final VmName vm;
    private final Feed feed;
    private final Executor reading;
    private final Consumer<String> ended;

    private final Run held = new Run();
    private long heldTooMany;
    private Instant moment = Instant.EPOCH;
    private int jumps;
    private boolean looking;
    private boolean flowing;
    private boolean shown;
    private boolean runs = true;
    /** The client knows that the guest does not run. */
    private boolean goneTold;

    /**
     * @param library where the recording is
     * @param recording which
     * @param vm the guest
     * @param line to the client
     * @param time for pauses
     * @param ended told why, when the replay is over
     */
    public ReplayConsole(
            Library library, Recording recording, VmName vm, Line line, Time time, Consumer<String> ended) {
        this(library, recording, vm, line, time, LiveConsoles.READING, ended);
    }

    ReplayConsole(
            Library library,
            Recording recording,
            VmName vm,
            Line line,
            Time time,
            Executor reading,
            Consumer<String> ended) {
        this.past = new Past(library);
        this.recording = recording;
        this.vm = vm;
        this.feed = new Feed(line, time);
        this.reading = reading;
        this.ended = ended;
    }

    /** Tells the client what it looks at; before all else. */
    public void begin() {
        feed.text(Notices.console(vm, false, false));
    }

    /**
     * @return why there is nothing to look at, or null if there is; blocks
     * @throws LibraryException if the recording can't be read
     */
    public @Nullable String missing() {
        return past.isIn(recording, vm)
                ? null
                : "%s has put out nothing in this recording: GET /api/recordings/%d/consoles lists those that have"
                        .formatted(vm, recording.id());
    }

    /** Tells the client that nothing can be typed here. */
    public void type() {
        feed.refuse("this is a replay: nothing can be typed into it");
    }

    /** Tells the client nothing more. */
    public void end() {
        feed.end();
    }

    @Override
    public synchronized void jumped(Instant at, World world) {
        moment = at;
        runs = runs(world);
        jumps++;
        flowing = false;
        held.drop(held.size());
        heldTooMany = 0;
        if (!looking) {
            look();
        }
    }

    @Override
    public synchronized void happened(Entry entry, World before, World after, List<Chapter> chapters) {
        boolean now = runs(after);
        boolean turned = now != runs;
        runs = now;
        if (turned && flowing) {
            tellRuns();
        }
        if (entry instanceof Entry.Message message && message.topic().equals(Past.topic(vm))) {
            byte[] bytes = message.payload().toArray();
            if (flowing) {
                feed.bytes(bytes);
            } else {
                held.add(bytes);
                heldTooMany += held.drop(held.size() - MOST_HELD);
            }
        }
    }

    @Override
    public void passed(Instant at) {}

    @Override
    public void progressed(Progress progress) {}

    @Override
    public void failed(String reason) {
        feed.refuse(reason);
    }

    @Override
    public void over(String reason) {
        ended.accept(reason);
    }

    private void look() {
        looking = true;
        int jump = jumps;
        Instant at = moment;
        reading.execute(() -> found(jump, read(at)));
    }

    private byte @Nullable [] read(Instant at) {
        try {
            return past.of(recording, vm, at);
        } catch (LibraryException e) {
            LOG.warn("recording={} vm={} console can't be read: {}", recording.id(), vm, e.getMessage());
            feed.refuse(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private synchronized void found(int jump, byte @Nullable [] found) {
        looking = false;
        if (jump != jumps) {
            look();
            return;
        }
        flowing = true;
        byte[] before = found == null ? new byte[0] : found;
        if (shown) {
            feed.text(Notices.reset());
        }
        shown = true;
        feed.past(Notices.scrollback(before.length, found == null ? "it can't be read just now" : null), before);
        goneTold &= runs;
        tellRuns();
        if (heldTooMany > 0) {
            feed.skip(heldTooMany);
            heldTooMany = 0;
        }
        feed.bytes(held.take(MOST_HELD));
    }

    private void tellRuns() {
        if (runs == goneTold) {
            goneTold = !runs;
            feed.text(runs ? Notices.back() : Notices.gone());
        }
    }

    private boolean runs(World world) {
        VmState guest = world.guest(vm);
        return guest != null && guest.state() == OnOff.ON;
    }
}
