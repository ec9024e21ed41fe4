package scatola.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import scatola.bus.testing.Conforms;

class StampTest {
    private static final Instant EARLY = Instant.EPOCH;
    private static final Instant LATE = Instant.parse("2026-05-01T18:30:00Z");

    @Test
    @Conforms("readers-order-by-number")
    void theSessionCountsBeforeTheSequenceAndTheClockNever() {
        assertThat(new Stamp(2, 1, EARLY)).isGreaterThan(new Stamp(1, 99, LATE));
        assertThat(new Stamp(2, 2, EARLY)).isGreaterThan(new Stamp(2, 1, LATE));
        assertThat(new Stamp(2, 2, EARLY)).isEqualByComparingTo(new Stamp(2, 2, LATE));
    }

    @Test
    void countersBeginAtOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Stamp(0, 1, LATE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stamp(1, 0, LATE));
    }
}
