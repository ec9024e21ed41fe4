package scatola.bus.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: doubling from 50 ms to 800 ms, each cut by up to a half at random so that many clients do not
 * come back in step. The last is short, for a cable put back is to show within 3 s. Not safe for several threads.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofMillis(800);

    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration pause() {
        long millis = next.toMillis();
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    }

    void reset() {
        next = FIRST;
    }
}
