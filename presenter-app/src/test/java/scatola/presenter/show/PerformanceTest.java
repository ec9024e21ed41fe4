package scatola.presenter.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scatola.presenter.show.Performance.Effect;

class PerformanceTest {
    private static final String TWO_STEPS = """
            show: Two steps
            steps:
              - say: First.
                do:
                  - {topic: vm/doge1/set, payload: {state: "ON"}}
                see:
                  - {topic: vm/doge1, where: {phase: running}, within_s: 5}
                pause_s: 3
              - say: Second.
                see:
                  - {topic: node/+/event, where: {type: bell}, times: 2, within_s: 4, tell: "rang for {vm}"}
            """;

    @Test
    void aShowIsPlayedToItsEnd() {
        Playing show = new Playing(TWO_STEPS, Pace.WITH_PAUSES);

        assertThat(show.sent())
                .containsExactly("vm/doge1/set {\"state\":\"ON\",\"transaction\":\"t-1\",\"by\":\"me\"}");
        show.after(0.1).answerOk();
        show.after(0.9).hears("vm/doge1", "{\"phase\":\"running\"}");
        show.after(3).ticks();
        show.after(0.5).hears("node/pi1/event", "{\"type\":\"bell\",\"vm\":\"a\"}");
        show.after(0.5).hears("node/pi2/event", "{\"type\":\"bell\",\"vm\":\"b\"}");

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(show.text())
                .containsSubsequence(
                        "Two steps",
                        " 1/2  First.",
                        "      → vm/doge1/set {\"state\":\"ON\"}",
                        "      ✓ %-65s1.0 s".formatted("vm/doge1: phase running"),
                        " 2/2  Second.",
                        "      ✓ %-65s1.0 s".formatted("rang for b"),
                        "2 of 2 steps in 5.0 s");
    }

    @Test
    void aRehearsalHasNoPauses() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.answerOk();
        show.hears("vm/doge1", "{\"phase\":\"running\"}");

        assertThat(show.text()).contains(" 2/2  Second.");
    }

    @Test
    void whatIsNotSeenInTimeIsNamedWithWhatIsThereInstead() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.answerOk();
        show.after(1).hears("vm/doge1", "{\"phase\":\"starting\"}");
        show.after(4).ticks();

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(show.text())
                .contains("      ✗ vm/doge1: phase running: not seen in 5.0 s; there is phase starting")
                .contains("0 of 2 steps in 5.0 s");
    }

    @Test
    void whatHoldsAlreadyIsSeenAtOnce() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED, "vm/doge1", "{\"phase\":\"running\"}");

        show.answerOk();

        assertThat(show.text()).contains(" 2/2  Second.");
    }

    @Test
    void whatHappenedBeforeAStepDoesNotCountInIt() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        show.answerOk();
        show.hears("vm/doge1", "{\"phase\":\"running\"}");
        show.after(4).ticks();

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(show.text())
                .contains("      ✗ node/+/event: type bell: seen 0 of 2 times in 4.0 s; nothing was said there");
    }

    @Test
    void aRefusedCommandEndsTheShow() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.answerError("no guest doge1: there are doge2");

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(show.text()).contains("      ✗ vm/doge1/set was refused: no guest doge1: there are doge2");
    }

    @Test
    void anAnswerToSomebodyElseIsNotTaken() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.hears("vm/doge1/response/set", "{\"status\":\"error\",\"transaction\":\"other\",\"error\":\"no\"}");

        assertThat(show.isOver()).isFalse();
    }

    @Test
    void aCommandThatNobodyAnswersEndsTheShow() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);

        show.after(45).ticks();

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(show.text()).contains("      ✗ vm/doge1/set: nobody answered within 45.0 s");
    }

    @Test
    void aCommandThatMustBeRefusedIsRight() {
        Playing show = new Playing("""
                show: A refusal
                steps:
                  - say: No.
                    do:
                      - {topic: vm/nobody/set, payload: {state: "ON"}, expect: error}
                """, Pace.REHEARSED);

        show.answerError("no guest nobody");

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aCommandIsLeftOutWhereItsEffectIsThere() {
        Playing show = new Playing("""
                show: Again
                steps:
                  - say: Boot.
                    do:
                      - topic: node/pi1/request/vm/create
                        payload: {vm: doge1, image: doge}
                        unless: {topic: vm/doge1}
                      - topic: vm/doge1/set
                        payload: {state: "ON"}
                        if: {topic: vm/doge1, where: {state: "OFF"}}
                """, Pace.REHEARSED, "vm/doge1", "{\"phase\":\"running\",\"state\":\"ON\"}");

        assertThat(show.sent()).isEmpty();
        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whatMustNotBeSeenEndsTheShow() {
        Playing show = new Playing("""
                show: A crash
                steps:
                  - say: Nothing breaks.
                    never:
                      - {topic: vm/+, where: {phase: failed}, for_s: 2}
                """, Pace.REHEARSED);

        show.after(1).hears("vm/doge2", "{\"phase\":\"failed\"}");

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(show.text()).contains("      ✗ vm/+: phase failed must not be seen, but was: phase failed");
    }

    @Test
    void aStepLastsAsLongAsSomethingMustNotBeSeen() {
        Playing show = new Playing("""
                show: Quiet
                steps:
                  - say: Nothing breaks.
                    never:
                      - {topic: vm/+, where: {phase: failed}, for_s: 2}
                """, Pace.REHEARSED);

        assertThat(show.isOver()).isFalse();
        show.after(2).ticks();

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void samplesOfItsOwnTestsAreToldInTheProgramsWords() {
        Playing show = ping();

        show.answerOk();
        show.hears(
                "test/p",
                "{\"kind\":\"ping\",\"from\":\"doge1\",\"to\":\"10.1.1.2\",\"seq\":4,\"bytes\":64,\"ms\":0.42}");
        show.hears("test/p", "{\"kind\":\"ping\",\"from\":\"doge1\",\"to\":\"10.1.1.2\",\"seq\":5,\"timeout\":true}");
        show.hears("test/x", "{\"kind\":\"ping\",\"from\":\"doge9\",\"to\":\"10.1.1.2\",\"seq\":0,\"timeout\":true}");

        assertThat(show.text())
                .contains("      doge1 │ 64 bytes from 10.1.1.2: icmp_seq=4 time=0.42 ms")
                .contains("      doge1 │ Request timeout for icmp_seq 5")
                .noneMatch(line -> line.contains("doge9"));
    }

    @Test
    void iperfAndNetcatAreToldToo() {
        assertThat(
                        Telling.sample(
                                JsonText.value(
                                        "{\"kind\":\"iperf\",\"from\":\"doge1\",\"seq\":1,\"from_s\":2,\"to_s\":4.0,\"mbit_per_s\":335.21}")))
                .isEqualTo(new Line.Printed("doge1", "[ 2.0- 4.0 s] 335 Mbit/s"));
        assertThat(Telling.sample(JsonText.value(
                        "{\"kind\":\"netcat\",\"from\":\"doge2\",\"seq\":0,\"text\":\"Hi from rasp1!\\u001b[2J\"}")))
                .isEqualTo(new Line.Printed("doge2", "Hi from rasp1!?[2J"));
        assertThat(Telling.sample(
                        JsonText.value("{\"kind\":\"netcat\",\"from\":\"doge2\",\"seq\":0,\"listening\":true}")))
                .isNull();
    }

    @Test
    void aShowThatIsStoppedEndsItsTestsAndPutsThingsBack() {
        Playing show = ping();
        show.answerOk();

        show.performance.end(Outcome.STOPPED, "stopped by anna", show.now());
        show.act();

        assertThat(show.lastSent()).startsWith("vm/doge1/request/stop {\"test\":\"p\"");
        show.answerOk();
        assertThat(show.lastSent()).startsWith("vm/doge3/set {\"ip\":\"10.1.1.3/24\"");
        show.answerError("no guest doge3");
        assertThat(show.outcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void aTestThatIsOverIsNotStopped() {
        Playing show = ping();
        show.answerOk();
        show.hears("test/p/result", "{\"verdict\":\"ok\"}");

        show.performance.end(Outcome.STOPPED, "stopped by anna", show.now());
        show.act();

        assertThat(show.lastSent()).startsWith("vm/doge3/set");
    }

    @Test
    void tidyingUpEndsEvenIfNobodyAnswers() {
        Playing show = ping();
        show.answerOk();
        show.performance.end(Outcome.FAILED, "the broker is gone", show.now());
        show.act();

        show.after(10).ticks();
        show.after(10).ticks();

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aWildcardThatHoldsCountsTopicsAndNotWords() {
        Playing show = new Playing("""
                show: Three run
                steps:
                  - say: Wait.
                    see:
                      - {topic: vm/+, where: {phase: running}, times: 2}
                """, Pace.REHEARSED, "vm/doge1", "{\"phase\":\"running\"}");

        show.hears("vm/doge1", "{\"phase\":\"running\",\"seq\":2}");
        assertThat(show.isOver()).isFalse();
        show.hears("vm/doge2", "{\"phase\":\"running\"}");

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void newMeansSaidDuringTheStep() {
        Playing show = new Playing("""
                show: Again
                steps:
                  - say: Wait.
                    see:
                      - {topic: vm/doge1, where: {phase: running}, new: true}
                """, Pace.REHEARSED, "vm/doge1", "{\"phase\":\"running\"}");

        assertThat(show.isOver()).isFalse();
        show.hears("vm/doge1", "{\"phase\":\"running\"}");

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void theStepIsSaidOnTheBus() {
        Playing show = new Playing(TWO_STEPS, Pace.REHEARSED);
        show.answerOk();
        show.hears("vm/doge1", "{\"phase\":\"running\"}");

        assertThat(show.all().stream()
                        .filter(Effect.Announce.class::isInstance)
                        .map(effect -> ((Effect.Announce) effect).number()))
                .containsExactly(1, 2);
    }

    private static Playing ping() {
        return new Playing("""
                show: Ping
                steps:
                  - say: Ping.
                    do:
                      - {topic: vm/doge1/request/ping, payload: {test: p, to: 10.1.1.2}}
                    see:
                      - {topic: test/p/result, within_s: 60}
                afterwards:
                  - {topic: vm/doge3/set, payload: {ip: 10.1.1.3/24}}
                """, Pace.REHEARSED);
    }
}
