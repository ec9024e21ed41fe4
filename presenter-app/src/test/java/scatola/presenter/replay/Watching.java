package scatola.presenter.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;

/** A stage that remembers. */
final class Watching implements Stage {
    final List<Instant> jumps = new ArrayList<>();
    final List<Entry> seen = new ArrayList<>();
    final List<Chapter> chapters = new ArrayList<>();
    World world = World.empty();

    @Override
    public void jumped(Instant at, World now) {
        jumps.add(at);
        world = now;
    }

    @Override
    public void happened(Entry entry, World before, World after, List<Chapter> begun) {
        seen.add(entry);
        chapters.addAll(begun);
        world = after;
    }
}
