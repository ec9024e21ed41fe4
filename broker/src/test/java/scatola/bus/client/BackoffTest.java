package scatola.bus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new SplittableRandom(7));

    @Test
    void pausesDoubleUpToTheLongestAndVaryByHalf() {
        List<Duration> pauses = Stream.generate(backoff::pause).limit(20).toList();

        for (int i = 0; i < pauses.size(); i++) {
            Duration full = Duration.ofMillis(Math.min(800, 50L << Math.min(i, 5)));
            assertThat(pauses.get(i)).isBetween(full.dividedBy(2), full);
        }
        assertThat(pauses.subList(5, 20).stream().distinct()).hasSizeGreaterThan(5);
    }

    @Test
    void afterASuccessItBeginsAgain() {
        for (int i = 0; i < 10; i++) {
            assertThat(backoff.pause()).isPositive();
        }

        backoff.reset();

        assertThat(backoff.pause()).isLessThanOrEqualTo(Backoff.FIRST);
    }
}
