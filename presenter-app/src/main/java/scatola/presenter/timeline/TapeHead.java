package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scatola.presenter.box.World;

/** The end of a tape that is being appended to: the world there, and when it is to be kept. Not safe for several threads. */
final class TapeHead {
    private static final Logger LOG = LoggerFactory.getLogger(TapeHead.class);

    static final int MOST_ENTRIES_WITHOUT_CHECKPOINT = 1000;
    static final Duration LONGEST_WITHOUT_CHECKPOINT = Duration.ofSeconds(5);

    private final Narrator narrator = new Narrator();
    private World world;
    private @Nullable Instant last;
    private @Nullable Instant checkpointed;
    private int since;

    /**
     * @param world as it is there
     * @param last the last entry's moment, or null if there is none
     */
    TapeHead(World world, @Nullable Instant last) {
        this.world = world;
        this.last = last;
        this.checkpointed = last;
    }

    World world() {
        return world;
    }

    @Nullable
    Instant last() {
        return last;
    }

    /**
     * @param entry the next
     * @return what is to be written
     * @throws IllegalArgumentException if it is not later than the one before
     */
    Ledger.Row append(Entry entry) {
        if (last != null && !entry.at().isAfter(last)) {
            throw new IllegalArgumentException(
                    "the entry at %s is not later than the one before, at %s".formatted(entry.at(), last));
        }
        World before = world;
        world = Fold.after(before, entry);
        List<Note> notes = notes(before, entry);
        last = entry.at();
        since++;
        if (checkpointed == null) {
            checkpointed = entry.at();
        }
        if (since < MOST_ENTRIES_WITHOUT_CHECKPOINT
                && Duration.between(checkpointed, entry.at()).compareTo(LONGEST_WITHOUT_CHECKPOINT) < 0) {
            return new Ledger.Row(entry, notes, null);
        }
        since = 0;
        checkpointed = entry.at();
        return new Ledger.Row(entry, notes, Checkpoint.bytes(world.kept()));
    }

    /** What can't be put into words is recorded all the same. */
    private List<Note> notes(World before, Entry entry) {
        try {
            return narrator.notes(before, entry, world);
        } catch (RuntimeException e) {
            LOG.error("no words for {}", entry, e);
            return List.of();
        }
    }
}
