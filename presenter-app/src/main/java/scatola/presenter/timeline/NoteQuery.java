package scatola.presenter.timeline;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which notes are wanted: those that fit all that is named here.
 *
 * @param recording in which recording, by its id; null for the live tape
 * @param from the first moment, by the time of day; null for the beginning
 * @param to the end, not part of it, by the time of day; null for no end
 * @param kinds about what; empty for everything
 * @param drawn whether only those that begin a chapter or have a sign
 * @param vm about which guest, or null
 * @param text what stands in it, capitals or not, or null
 * @param after the place of the last note of the page before ({@link Noted#place}), or null for the first page
 * @param limit how many at most, from 1
 */
public record NoteQuery(
        @Nullable Long recording,
        @Nullable Instant from,
        @Nullable Instant to,
        Set<NoteKind> kinds,
        boolean drawn,
        @Nullable String vm,
        @Nullable String text,
        @Nullable String after,
        int limit) {
    /** Copies. */
    public NoteQuery {
        kinds = Set.copyOf(kinds);
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one note, not " + limit);
        }
    }

    /**
     * @param limit how many at most
     * @return a query for everything on the live tape
     */
    public static NoteQuery all(int limit) {
        return new NoteQuery(null, null, null, Set.of(), false, null, null, null, limit);
    }
}
