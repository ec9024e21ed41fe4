package scatola.presenter.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.Recording;

/**
 * Reads ahead of what is shown, and back, to find what is worth watching ({@link Lively}). Reading on from what it found
 * last costs nothing extra. One thread.
 */
final class Scout {
    /** The shortest time between two entries. */
    static final Duration TICK = Duration.ofNanos(1000);

    /** How far back it looks at first, and how much farther each time it found nothing. */
    private static final Duration BACK = Duration.ofSeconds(10);

    private static final int FARTHER = 4;

    private final Library library;
    private final int most;
    private Iterator<Entry> ahead = Collections.emptyIterator();
    private World world = World.empty();
    private @Nullable Instant reached;

    /** What lies ahead. */
    sealed interface Sight {
        /**
         * An entry that is worth watching.
         *
         * @param at when
         * @param passed how many entries come before it
         */
        record Event(Instant at, int passed) implements Sight {}

        /**
         * Nothing that near.
         *
         * @param at the last entry that was looked at
         */
        record Quiet(Instant at) implements Sight {}

        /** Nothing until the end. */
        record End() implements Sight {}
    }

    /**
     * @param library where to read
     * @param most how many entries to look at each time, so that nobody waits for long
     */
    Scout(Library library, int most) {
        this.library = library;
        this.most = most;
    }

    /**
     * @param recording which
     * @param after a moment
     * @return what comes after it
     */
    Sight next(Recording recording, Instant after) {
        if (!after.equals(reached)) {
            world = library.worldAt(recording, after);
            ahead = library.entries(recording, after.plus(TICK));
        }
        for (int passed = 0; passed < most; passed++) {
            if (!ahead.hasNext()) {
                reached = null;
                return new Sight.End();
            }
            Entry entry = ahead.next();
            World before = world;
            world = Fold.after(before, entry);
            reached = entry.at();
            if (Lively.is(before, entry, world)) {
                return new Sight.Event(entry.at(), passed);
            }
        }
        return new Sight.Quiet(reached == null ? after : reached);
    }

    /**
     * @param recording which
     * @param before a moment
     * @return the last entry before it that is worth watching, or null if there is none
     */
    @Nullable
    Instant previous(Recording recording, Instant before) {
        Duration window = BACK;
        Instant end = before;
        while (end.isAfter(recording.from())) {
            Instant start = end.minus(window);
            if (start.isBefore(recording.from())) {
                start = recording.from();
            }
            Instant found = lastEvent(recording, start, end);
            if (found != null) {
                return found;
            }
            end = start;
            window = window.multipliedBy(FARTHER);
        }
        return null;
    }

    private @Nullable Instant lastEvent(Recording recording, Instant start, Instant end) {
        World now = library.worldAt(recording, start.minus(TICK));
        Instant found = null;
        Iterator<Entry> entries = library.entries(recording, start);
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (!entry.at().isBefore(end)) {
                break;
            }
            World then = Fold.after(now, entry);
            if (Lively.is(now, entry, then)) {
                found = entry.at();
            }
            now = then;
        }
        return found;
    }
}
