package scatola.presenter.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import scatola.bus.Topic;
import scatola.bus.VmName;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.LibraryException;
import scatola.presenter.timeline.Recording;

/** What the timeline has of a console. Safe for several threads; everything may block on the database. */
final class Past {
    /** How far back it is looked for what a live guest put out, where nobody else can tell. */
    private static final Duration LONGEST_LOOK = Duration.ofHours(1);

    private final Library library;

    Past(Library library) {
        this.library = library;
    }

    /**
     * @param recording in which
     * @param vm whose console
     * @param at a moment of it
     * @return its last {@value Tail#MOST} bytes at that moment, since the recording's beginning
     * @throws LibraryException if that can't be read
     */
    byte[] of(Recording recording, VmName vm, Instant at) {
        List<Entry.Message> last = library.latest(recording, topic(vm), at, Tail.MOST);
        Tail tail = new Tail();
        last.forEach(message -> tail.add(message.payload().toArray()));
        return tail.bytes();
    }

    /** Whether that guest has put out anything in a recording. */
    boolean isIn(Recording recording, VmName vm) {
        return !library.latest(recording, topic(vm), library.end(recording), 1).isEmpty();
    }

    /** The last bytes of a live guest's console, as far as they were recorded. */
    byte[] lastOf(VmName vm) {
        Instant end = library.end(live(Instant.EPOCH));
        return of(live(end.minus(LONGEST_LOOK)), vm, end);
    }

    static String topic(VmName vm) {
        return Fold.below(new Topic.ConsoleOut(vm));
    }

    private static Recording live(Instant from) {
        return new Recording(0, "live", Recording.LIVE, from, null, false, null);
    }
}
