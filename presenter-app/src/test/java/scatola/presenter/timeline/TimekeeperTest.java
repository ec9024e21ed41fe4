package scatola.presenter.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static scatola.presenter.box.Told.T0;
import static scatola.presenter.box.Told.at;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimekeeperTest {
    private Instant day = T0;
    private long nanos = 77;

    private final Clock wall = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return day;
        }
    };

    private final Timekeeper clock = new Timekeeper(wall, () -> nanos, null);

    @Test
    void itBeginsWithTheTimeOfDayAndGoesOnByItself() {
        assertThat(clock.now()).isEqualTo(T0);

        nanos += 1_500_000;

        assertThat(clock.now()).isEqualTo(T0.plusMillis(1).plusNanos(500_000));
    }

    @Test
    void itNeverSaysTheSameInstantTwice() {
        assertThat(clock.now()).isEqualTo(T0);
        assertThat(clock.now()).isEqualTo(T0.plusNanos(1000));
        assertThat(clock.now()).isEqualTo(T0.plusNanos(2000));
    }

    @Test
    void itGoesOnBehindWhatIsOnTheTapeThoughTheDayIsEarlier() {
        Timekeeper later = new Timekeeper(wall, () -> nanos, at(3600));

        assertThat(later.now()).isEqualTo(at(3600).plusNanos(1000));
        assertThat(later.check().orElseThrow().offset())
                .isEqualTo(Duration.ofHours(-1).minusNanos(1000));
    }

    @Test
    void aClockSetBackByAnHourIsToldOnceAndDoesNotMoveIt() {
        Instant first = clock.check().orElseThrow().at();
        assertThat(clock.check()).isEmpty();
        nanos += 1_000_000_000;
        day = at(1 - 3600);

        Entry.ClockSet told = clock.check().orElseThrow();

        assertThat(told.at()).isAfter(first).isEqualTo(at(1));
        assertThat(told.at().plus(told.offset())).isEqualTo(day);
        assertThat(clock.check()).isEmpty();
    }

    @Test
    void aSmallDeviationIsNotTold() {
        clock.check();
        nanos += 1_000_000_000;
        day = at(1.1);

        assertThat(clock.check()).isEmpty();
    }
}
