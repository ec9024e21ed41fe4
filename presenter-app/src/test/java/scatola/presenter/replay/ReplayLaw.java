package scatola.presenter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import scatola.presenter.timeline.Library;
import scatola.presenter.timeline.Recording;

/**
 * Whatever is done to a replay, at every moment it shows the world that the library has for that moment; so playing there
 * and seeking there are the same.
 */
final class ReplayLaw {
    private ReplayLaw() {}

    /** Plays with everything that can be done to a replay, and looks after each of so many steps. */
    static void holds(Library library, Recording recording, long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        Watching stage = new Watching();
        Duration idle = random.nextBoolean() ? null : Duration.ofMillis(random.nextLong(200, 5000));
        Deck deck = new Deck(library, recording, idle, stage);
        deck.open();
        check(library, recording, deck, stage, 0, "at the beginning, seed " + seed);
        long now = random.nextLong(1L << 40);
        double length =
                Duration.between(recording.from(), library.end(recording)).toNanos() / 1e9;
        for (int step = 0; step < steps; step++) {
            Order order = random.nextInt(3) == 0 ? null : any(random, length);
            if (order != null) {
                deck.obey(order, now);
                check(library, recording, deck, stage, now, "after %s, step %d, seed %d".formatted(order, step, seed));
            }
            now += random.nextLong(1, random.nextBoolean() ? 50_000_000 : 5_000_000_000L);
            deck.advance(now);
            check(library, recording, deck, stage, now, "step %d, seed %d".formatted(step, seed));
        }
    }

    private static void check(Library library, Recording recording, Deck deck, Watching stage, long now, String when) {
        Progress progress = deck.progress(now);
        Instant at = progress.at();
        assertThat(at).as(when).isBetween(recording.from(), progress.end());
        Instant last = recording.to() != null && !at.isBefore(recording.to()) ? at.minusNanos(1000) : at;
        assertThat(stage.world.kept())
                .as(when)
                .isEqualTo(library.worldAt(recording, last).kept());
        assertThat(deck.world()).isSameAs(stage.world);
    }

    private static @Nullable Order any(SplittableRandom random, double length) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Order.Play();
            case 3 -> new Order.Pause();
            case 4 -> new Order.Speed(random.nextDouble(Deck.SLOWEST, Deck.FASTEST));
            case 5, 6 -> new Order.Seek(random.nextDouble(-1, length * 1.05));
            case 7 -> new Order.ToChapter(random.nextInt(12));
            case 8 -> new Order.NextChapter();
            case 9 -> new Order.PreviousChapter();
            case 10 -> new Order.StepForward();
            default -> new Order.StepBack();
        };
    }
}
