package scatola.presenter.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.Stamp;
import scatola.bus.TestId;
import scatola.bus.VmName;
import scatola.bus.message.Ended;
import scatola.bus.message.Sample;
import scatola.bus.message.TestKind;
import scatola.bus.message.TestResult;
import scatola.bus.message.Verdict;
import scatola.presenter.box.Told;

class TrafficTest {
    private static final VmName ANNA = new VmName("anna");
    private static final TestId P1 = new TestId("p1");
    private static final TestId P2 = new TestId("p2");

    private final Traffic traffic = new Traffic();

    @Test
    void repliesGiveTheRoundTripAndNothingHappens() {
        assertThat(reply(P1, 0, 1.9)).isNull();
        assertThat(reply(P1, 1, 2.1)).isNull();

        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P1, 2.1, 0L)));
        assertThat(traffic.changes()).isEmpty();
    }

    @Test
    void aLossIsToldOnceAndSoIsTheRecoveryWithItsLength() {
        reply(P1, 0, 1.9);

        assertThat(timeout(P1, 1)).isEqualTo(new Traffic.Turn.Lost(ANNA, P1));
        assertThat(timeout(P1, 2)).isNull();
        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P1, null, null)));
        assertThat(reply(P1, 2.5, 2)).isEqualTo(new Traffic.Turn.Recovered(ANNA, P1, 2500));
        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P1, 2.0, 2500L)));
    }

    @Test
    void theLongestOutageIsKept() {
        reply(P1, 0, 1);
        timeout(P1, 1);
        reply(P1, 3, 1);
        timeout(P1, 4);
        reply(P1, 5, 1);

        assertThat(traffic.changes().get(ANNA)).isEqualTo(new Traffic.Figures(P1, 1.0, 3000L));
    }

    @Test
    void whatNeverFlowedIsNotLost() {
        assertThat(timeout(P1, 0)).isNull();
        assertThat(timeout(P1, 1)).isNull();
        assertThat(reply(P1, 2, 1)).isNull();
    }

    @Test
    void onlyTheNewestTestGivesFiguresButEachTellsOfLosses() {
        reply(P1, 0, 1);
        reply(P2, 1, 7);

        assertThat(timeout(P1, 2)).isEqualTo(new Traffic.Turn.Lost(ANNA, P1));

        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P2, 7.0, 0L)));
    }

    @Test
    void theResultHasTheLastWordOnTheOutage() {
        reply(P1, 0, 1);
        timeout(P1, 1);
        reply(P1, 3, 2);

        traffic.heard(P1, result(10, 2140L));

        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P1, 2.0, 2140L)));
    }

    @Test
    void ofTestsThatWereOverBeforeTheLaterCounts() {
        traffic.heard(P2, result(20, 5L));
        traffic.heard(P1, result(10, 7L));
        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P2, 1.5, 5L)));

        reply(P1, 0, 3);
        traffic.heard(P2, result(30, 9L));
        assertThat(traffic.changes()).isEqualTo(Map.of(ANNA, new Traffic.Figures(P1, 3.0, 0L)));
    }

    @Test
    void aGuestThatIsGoneIsForgotten() {
        reply(P1, 0, 1);
        traffic.forget(ANNA);
        assertThat(reply(P1, 1, 1)).isNull();

        assertThat(traffic.changes()).isEmpty();
        traffic.again();
        assertThat(traffic.changes()).isEmpty();
    }

    @Test
    void aBrokerThatForgotIsToldAllAgain() {
        reply(P1, 0, 1);
        traffic.changes();

        traffic.again();

        assertThat(traffic.changes()).containsOnlyKeys(ANNA);
    }

    @Test
    void otherKindsOfTestsSayNothingOfRoundTrips() {
        assertThat(traffic.heard(P1, new Sample.IperfInterval(head(0), 0, 0, 2, 335.2)))
                .isNull();
        assertThat(traffic.heard(P1, new Sample.Line(head(0), TestKind.NETCAT, 0, "Hi")))
                .isNull();

        assertThat(traffic.changes()).isEmpty();
    }

    @Test
    void moreTestsThanCanBeAreNotRemembered() {
        for (int i = 0; i <= Traffic.MOST_FLOWS; i++) {
            reply(new TestId("t" + i), 0, 1);
        }

        assertThat(timeout(new TestId("t0"), 1)).isNull();
        assertThat(timeout(new TestId("t" + Traffic.MOST_FLOWS), 1)).isInstanceOf(Traffic.Turn.Lost.class);
    }

    private Traffic.@Nullable Turn reply(TestId test, double second, double ms) {
        return traffic.heard(test, new Sample.PingReply(head(second), 0, 64, 64, ms));
    }

    private Traffic.@Nullable Turn timeout(TestId test, double second) {
        return traffic.heard(test, new Sample.PingTimeout(head(second), 0));
    }

    private static Sample.Head head(double second) {
        return new Sample.Head(ANNA, "10.1.1.2", 1, Told.at(second));
    }

    private static TestResult result(long seq, @Nullable Long outageMs) {
        Instant at = Told.at((double) seq);
        return new TestResult(
                new Stamp(1, seq, at),
                TestKind.PING,
                ANNA,
                "10.1.1.2",
                Verdict.RECOVERED,
                Ended.COMPLETED,
                1000,
                null,
                null,
                null,
                new TestResult.PingFigures(9, 7, 22, outageMs, 1.0, 1.5, 2.0),
                null,
                null,
                null);
    }
}
