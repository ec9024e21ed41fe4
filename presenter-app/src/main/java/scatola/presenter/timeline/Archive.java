package scatola.presenter.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;

/**
 * What was recorded, for who changes it. Safe for several threads; every method may block on the database.
 *
 * <p>What can't be done is refused by an {@link ArchiveRefusal}, and then nothing was changed; a database that fails
 * throws {@link LibraryException}.
 */
public interface Archive extends Library {
    /**
     * @param id of a recording; it is kept from then on
     * @param name 1 to 100 characters, not blank
     * @return it
     */
    Recording rename(long id, String name);

    /**
     * Forgets a recording that is over. An imported one goes with all that was in it; of one on the live tape the name
     * goes, and its stretch when room is needed.
     *
     * @param id of a recording
     */
    void delete(long id);

    /**
     * Begins a recording on the live tape.
     *
     * @param name 1 to 100 characters; null for the date and time
     * @param by who begins it, or null
     * @param kept whether it is kept when room is needed
     * @return it, beginning now
     */
    Recording start(@Nullable String name, @Nullable String by, boolean kept);

    /**
     * Ends a recording.
     *
     * @param id which; null for the newest that was begun by {@link #start} and goes on
     * @param by who ends it, or null
     * @return it, ending now
     */
    Recording stop(@Nullable Long id, @Nullable String by);

    /**
     * Begins to bring a recording in. Nothing of it can be seen until it is finished.
     *
     * @param name 1 to 100 characters, not blank
     * @param by who brings it, or null
     * @return where its entries go, to be closed; for one thread
     */
    Import importing(String name, @Nullable String by);

    /**
     * @param query what is wanted
     * @return the notes that it fits, in their order, as many as it allows; the last one's place leads on
     */
    List<Noted> notes(NoteQuery query);

    /**
     * @param recording which
     * @param from the first moment, by the tape's clock; not before the recording's
     * @param to the end, not part of it; not after the recording's
     * @param limit how many at most, from 1: of more, the newest
     * @return the samples of traffic tests then, in order
     */
    List<Sampled> samples(Recording recording, Instant from, Instant to, int limit);

    /** A recording that is being brought in, on a tape of its own. For one thread. */
    interface Import extends AutoCloseable {
        /**
         * Says when the recording began, and what held then. Only before the first entry; without it the recording begins
         * with its first entry, and nothing held.
         *
         * @param from its first moment, by its tape's clock, which is the time of day then
         * @param before the world then
         */
        void begin(Instant from, World.Kept before);

        /**
         * @param entry the next
         * @throws IllegalArgumentException if it is not later than the one before
         */
        void append(Entry entry);

        /**
         * Makes it a recording like all others.
         *
         * @param to its end, later than its last entry and its beginning; null for right after them
         * @return the recording, which is kept
         */
        Recording finish(@Nullable Instant to);

        /** Ends it. Of one that was not finished nothing is left. */
        @Override
        void close();
    }
}
