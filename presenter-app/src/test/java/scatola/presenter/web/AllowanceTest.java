package scatola.presenter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private long now = TimeUnit.DAYS.toNanos(3);
    private final Allowance allowance = new Allowance(5, 2, () -> now);

    @Test
    void soMuchIsAllowedAtOnceAndNoMore() {
        assertThat(taken("anna", 20)).isEqualTo(5);
    }

    @Test
    void itComesBackWithTimeUpToWhatIsAllowedAtOnce() {
        taken("anna", 20);

        now += TimeUnit.MILLISECONDS.toNanos(1500);
        assertThat(taken("anna", 20)).isEqualTo(3);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(taken("anna", 20)).isEqualTo(5);
    }

    @Test
    void whoIsRefusedOverAndOverIsAllowedAgainAsSoonAsWhoWaits() {
        taken("anna", 5);

        int allowed = 0;
        for (int i = 0; i < 1000; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(1);
            allowed += taken("anna", 1);
        }

        assertThat(allowed).isEqualTo(2);
    }

    @Test
    void oneVisitorTakesNothingFromAnother() {
        taken("anna", 20);

        assertThat(taken("bert", 20)).isEqualTo(5);
    }

    @Test
    void ofManyVisitorsOnlyTheLastAreRemembered() {
        for (int i = 0; i < 5000; i++) {
            allowance.takes("visitor " + i);
        }

        assertThat(allowance.visitors()).isEqualTo(1000);
    }

    private int taken(String visitor, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += allowance.takes(visitor) ? 1 : 0;
        }
        return taken;
    }
}
