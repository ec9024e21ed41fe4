package scatola.nodeservice.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LiveProcessTest {
    /** Both the start and the uptime are told in hundredths of a second. */
    private static final Duration AS_FINE_AS_PROC = Duration.ofMillis(20);

    @Test
    void aProcessStartedWhenItWasStartedAndNotAtTheSecondBefore() throws IOException {
        Instant before = Instant.now();
        Process sleeping = new ProcessBuilder("sleep", "60").start();
        Instant after = Instant.now();
        try {
            Instant startedAt = LiveProcess.of(sleeping.pid()).orElseThrow().startedAt();

            // read late on a busy machine it may come out late, never early
            assertThat(startedAt).isAfter(before.minus(AS_FINE_AS_PROC)).isBefore(after.plus(Duration.ofSeconds(5)));
        } finally {
            sleeping.destroyForcibly();
        }
    }
}
