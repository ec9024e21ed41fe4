package scatola.presenter.replay;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import scatola.presenter.box.World;
import scatola.presenter.timeline.Chapter;
import scatola.presenter.timeline.Entry;

/** A watcher that remembers. Safe for several threads. */
final class Looking implements Watcher {
    final List<Entry> seen = new CopyOnWriteArrayList<>();
    /** When each was seen, in ns. */
    final List<Long> when = new CopyOnWriteArrayList<>();

    final List<Progress> progress = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    volatile World world = World.empty();
    volatile @Nullable String over;

    @Override
    public void jumped(Instant at, World now) {
        world = now;
    }

    @Override
    public void happened(Entry entry, World before, World after, List<Chapter> chapters) {
        when.add(System.nanoTime());
        world = after;
        seen.add(entry);
    }

    @Override
    public void passed(Instant at) {}

    @Override
    public void progressed(Progress now) {
        progress.add(now);
    }

    @Override
    public void failed(String reason) {
        failures.add(reason);
    }

    @Override
    public void over(String reason) {
        over = reason;
    }
}
