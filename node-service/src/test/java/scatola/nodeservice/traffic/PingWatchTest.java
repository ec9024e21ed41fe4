package scatola.nodeservice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scatola.bus.message.Ended;
import scatola.bus.message.TestResult.PingFigures;
import scatola.bus.message.Verdict;
import scatola.nodeservice.traffic.TrafficSample.PingReply;
import scatola.nodeservice.traffic.TrafficSample.PingTimeout;

class PingWatchTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private PingWatch watch = watch(null);
    private Instant now = BEGIN;
    private final List<TrafficSample> told = new ArrayList<>();

    private static PingWatch watch(@Nullable Long count) {
        PingWatch watch = new PingWatch(Duration.ofSeconds(1), count);
        watch.begun(BEGIN);
        return watch;
    }

    @Test
    void aReplyOfBusyboxIsRead() {
        at(10, "64 bytes from 10.1.1.2: seq=0 ttl=64 time=0.424 ms");

        assertThat(told).containsExactly(new PingReply(0, 64, 64, 0.424));
    }

    @Test
    void aReplyOfIputilsIsReadAndCountedFromZero() {
        at(10, "64 bytes from 10.1.1.2: icmp_seq=1 ttl=63 time=1.90 ms");
        at(1010, "64 bytes from doge2 (10.1.1.2): icmp_seq=2 ttl=63 time<1 ms");

        assertThat(told).containsExactly(new PingReply(0, 64, 63, 1.9), new PingReply(1, 64, 63, 1));
    }

    @Test
    void anAnswerThatNeverComesIsToldWhenItIsOneSecondOverdue() {
        assertThat(watch.next()).contains(BEGIN.plusMillis(1000));
        at(999);
        assertThat(told).isEmpty();
        at(1000);
        assertThat(told).containsExactly(new PingTimeout(0));
        assertThat(watch.next()).contains(BEGIN.plusMillis(2000));
    }

    @Test
    void eachReplySetsThePace() {
        at(300, reply(0, 20));

        assertThat(watch.next()).contains(BEGIN.plusMillis(2280));
        at(2279);
        assertThat(told).hasSize(1);
        at(2280);
        assertThat(told).last().isEqualTo(new PingTimeout(1));
    }

    @Test
    void aLongSilenceIsOneTimeoutASecond() {
        at(10, reply(0, 10));
        at(5500);

        assertThat(told)
                .containsExactly(
                        new PingReply(0, 64, 64, 10),
                        new PingTimeout(1),
                        new PingTimeout(2),
                        new PingTimeout(3),
                        new PingTimeout(4));
    }

    @Test
    void aDuplicateAndALateReplyAreNotTold() {
        at(10, reply(0, 10));
        at(11, reply(0, 11) + " (DUP!)");
        at(12, reply(0, 12));
        at(2100);
        at(2300, reply(1, 1300));

        assertThat(told).containsExactly(new PingReply(0, 64, 64, 10), new PingTimeout(1));
        assertThat(figures().received()).isEqualTo(1);
    }

    @Test
    void aReplyThatOvertakesAnotherIsTold() {
        watch = new PingWatch(Duration.ofMillis(500), null);
        watch.begun(BEGIN);
        at(10, reply(0, 10));
        at(1010, reply(2, 10));
        at(1490, reply(1, 990));

        assertThat(told)
                .containsExactly(
                        new PingReply(0, 64, 64, 10), new PingReply(2, 64, 64, 10), new PingReply(1, 64, 64, 990));
        assertThat(figures().received()).isEqualTo(3);
    }

    @Test
    void aGuestThatWasPausedGoesOnAndItsRepliesCountAgain() {
        at(10, reply(0, 10));
        at(9_500);
        at(9_600, reply(1, 10));
        at(10_600, reply(2, 10));

        assertThat(told).endsWith(new PingTimeout(8), new PingReply(9, 64, 64, 10), new PingReply(10, 64, 64, 10));
        assertThat(result(Ended.STOPPED, -1).verdict()).isEqualTo(Verdict.RECOVERED);
        assertThat(figures().outageMs()).isEqualTo(9590);
    }

    @Test
    void numbersGoOnWhenTheProgramsBeginAgain() {
        at(10, reply(0, 10));
        for (int seq = 1; seq <= 65_540; seq++) {
            at(seq * 1000L + 10, reply(seq % 65_536, 10));
        }

        assertThat(told).last().isEqualTo(new PingReply(65_540, 64, 64, 10));
        assertThat(figures().sent()).isEqualTo(65_541);
    }

    @Test
    void withoutALossAllIsWell() {
        at(10, reply(0, 2));
        at(1010, reply(1, 4));
        at(2010, reply(2, 3));

        TrafficResult result = result(Ended.STOPPED, -1);
        assertThat(result.verdict()).isEqualTo(Verdict.OK);
        assertThat(result.exitCode()).isNull();
        assertThat(result.ping()).isEqualTo(new PingFigures(3, 3, 0, 0L, 2.0, 3.0, 4.0));
    }

    @Test
    void theOutageIsTheLongestTimeBetweenReplies() {
        at(10, reply(0, 10));
        at(3_010, reply(3, 10));
        at(4_010, reply(4, 10));
        at(10_010, reply(10, 10));

        TrafficResult result = result(Ended.STOPPED, -1);
        assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
        assertThat(figures()).isEqualTo(new PingFigures(11, 4, 63.6, 6000L, 10.0, 10.0, 10.0));
    }

    @Test
    void repliesThatComeAtLastAreARecoveryFromTheStart() {
        at(3_500, reply(3, 10));

        assertThat(result(Ended.STOPPED, -1).verdict()).isEqualTo(Verdict.RECOVERED);
        assertThat(figures().outageMs()).isEqualTo(3500);
    }

    @Test
    void whatIsLostAtTheEndIsLost() {
        at(10, reply(0, 10));
        at(4_500);

        TrafficResult result = result(Ended.STOPPED, -1);
        assertThat(result.verdict()).isEqualTo(Verdict.LOST);
        assertThat(figures().outageMs()).isNull();
    }

    @Test
    void whatNeverAnswersIsUnreachable() {
        at(4_500, "From 10.1.1.1 icmp_seq=1 Destination Host Unreachable");
        at(4_500);

        TrafficResult result = result(Ended.STOPPED, -1);
        assertThat(result.verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(result.text()).contains("Destination Host Unreachable");
        assertThat(figures()).isEqualTo(new PingFigures(4, 0, 100, null, null, null, null));
    }

    @Test
    void aCountIsKept() {
        watch = watch(2L);
        at(10, "PING 10.1.1.2 (10.1.1.2): 56 data bytes");
        at(20, reply(0, 10));
        at(9_000);

        assertThat(told).containsExactly(new PingReply(0, 64, 64, 10), new PingTimeout(1));
        assertThat(watch.enough()).isTrue();
        assertThat(watch.next()).isEmpty();
        assertThat(result(Ended.COMPLETED, 0).ended()).isEqualTo(Ended.COMPLETED);
    }

    @Test
    void aProgramThatGivesUpHasFailedAndSaysWhy() {
        at(10, reply(0, 10));
        at(1_500, "ping: sendto: Network is unreachable");

        TrafficResult result = result(Ended.COMPLETED, 1);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.ended()).isEqualTo(Ended.FAILED);
        assertThat(result.text()).isEqualTo("ping: sendto: Network is unreachable");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsNoReplyIsNoSample() {
        at(10, "");
        at(10, "--- 10.1.1.2 ping statistics ---");
        at(10, "2 packets transmitted, 2 packets received, 0% packet loss");
        at(10, "round-trip min/avg/max = 0.3/0.4/0.5 ms");

        assertThat(told).isEmpty();
        assertThat(result(Ended.STOPPED, -1).text()).isNull();
    }

    private void at(long ms, String line) {
        now = BEGIN.plusMillis(ms);
        told.addAll(watch.line(line, now));
    }

    private void at(long ms) {
        now = BEGIN.plusMillis(ms);
        told.addAll(watch.due(now));
    }

    private static String reply(long seq, double ms) {
        return "64 bytes from 10.1.1.2: seq=%d ttl=64 time=%.3f ms".formatted(seq, ms);
    }

    private TrafficResult result(Ended ended, int exitCode) {
        return watch.result(ended, exitCode, Duration.between(BEGIN, now).toMillis());
    }

    private PingFigures figures() {
        PingFigures figures = result(Ended.STOPPED, -1).ping();
        assertThat(figures).isNotNull();
        return java.util.Objects.requireNonNull(figures);
    }
}
