package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Archives;
import scatola.presenter.timeline.Entry;
import scatola.presenter.timeline.Fold;
import scatola.presenter.timeline.Recording;
import scatola.presenter.timeline.Runs;
import scatola.presenter.timeline.Shelf;
import scatola.presenter.timeline.SqliteArchive;

/** The {@link ReplayLaw} for random runs. */
class ReplayLawTest {
    private static final int ENTRIES = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsShownIsWhatWas(long seed) {
        Shelf shelf = new Shelf();
        List<Entry> run = Runs.random(seed, ENTRIES);
        run.forEach(shelf::append);
        Recording middle = shelf.record(
                "the middle",
                run.get(ENTRIES / 5).at(),
                run.get(4 * ENTRIES / 5).at());
        Recording open = shelf.record("goes on", run.get(ENTRIES / 3).at(), null);

        ReplayLaw.holds(shelf, middle, seed, 300);
        ReplayLaw.holds(shelf, open, seed, 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void whatIsShownFromADatabaseIsWhatWas(long seed, @TempDir Path folder) {
        try (SqliteArchive archive = Archives.in(folder)) {
            // long enough for several checkpoints
            Recording recording = Archives.imported(archive, "a run", Runs.random(seed, 5 * ENTRIES));

            ReplayLaw.holds(archive, recording, seed, 150);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void stepsForwardAndBackVisitTheSameEvents(long seed) {
        Shelf shelf = new Shelf();
        List<Entry> run = Runs.random(seed, ENTRIES);
        run.forEach(shelf::append);
        Recording all = shelf.record("all", run.getFirst().at(), null);
        List<Instant> events = new ArrayList<>();
        World world = World.empty();
        for (Entry entry : run) {
            World after = Fold.after(world, entry);
            if (Lively.is(world, entry, after)) {
                events.add(entry.at());
            }
            world = after;
        }
        Deck deck = new Deck(shelf, all, null, new Watching());
        deck.open();

        List<Instant> forward = visited(deck, new Order.StepForward());
        List<Instant> back = visited(deck, new Order.StepBack());

        assertThat(events.size()).isBetween(ENTRIES / 4, ENTRIES - 1);
        assertThat(forward).as("seed %d", seed).isEqualTo(events.subList(1, events.size()));
        assertThat(back.reversed()).as("seed %d", seed).isEqualTo(events.subList(0, events.size() - 1));
    }

    private static List<Instant> visited(Deck deck, Order step) {
        List<Instant> visited = new ArrayList<>();
        while (deck.obey(step, 0) == null) {
            visited.add(deck.progress(0).at());
        }
        return visited;
    }
}
