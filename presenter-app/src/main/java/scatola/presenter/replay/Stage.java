package scatola.presenter.replay;

import java.time.Instant;
import java.util.List;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;

/** What a {@link Deck} plays to. Called by whoever drives the deck, in order. */
public interface Stage {
    /**
     * What was shown before does not count any more.
     *
     * @param at the moment of the recording that is shown now
     * @param world the world then
     */
    void jumped(Instant at, World world);

    /**
     * The next entry of the recording has its moment.
     *
     * @param entry which
     * @param before the world before it
     * @param after the world after it
     * @param chapters what begins with it; usually nothing does
     */
    void happened(Entry entry, World before, World after, List<Chapter> chapters);
}
