package scatola.presenter.timeline;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import scatola.presenter.box.World;

/**
 * What was recorded, for who reads it. Safe for several threads; every method may block on the database.
 *
 * <p>All throw {@link LibraryException} when the database fails, with a reason that a person can act on.
 */
public interface Library {
    /** @return all recordings, the newest first */
    List<Recording> recordings();

    /**
     * @param id of a recording
     * @return it, or empty if there is none
     */
    Optional<Recording> find(long id);

    /**
     * Reads a recording. What is appended while it is read is read too.
     *
     * @param recording which
     * @param from the first moment that is wanted
     * @return its entries from then on in order, read in small portions, so that it can be left at any time
     */
    Iterator<Entry> entries(Recording recording, Instant from);

    /**
     * Looks back. It takes longer the farther it has to.
     *
     * @param recording which
     * @param topic below the root
     * @param at a moment
     * @param bytes how many are wanted
     * @return what was said last on that topic since the recording's beginning, at that moment or before, in order: no more
     *     messages than it takes to have so many bytes
     */
    List<Entry.Message> latest(Recording recording, String topic, Instant at, int bytes);

    /**
     * @param recording which
     * @param at a moment
     * @return the world after the last entry at or before that moment, also of what was said before the recording began
     */
    World worldAt(Recording recording, Instant at);

    /**
     * @param recording which
     * @return its last moment: that of its end, or of its last entry if it goes on
     */
    Instant end(Recording recording);

    /**
     * @param recording which
     * @return its chapters in order
     */
    List<Chapter> chapters(Recording recording);

    /**
     * @param recording which
     * @param at a moment, by the tape's clock
     * @return what the machine's clock said then
     */
    Instant timeOfDay(Recording recording, Instant at);
}
