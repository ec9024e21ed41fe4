package scatola.presenter.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scatola.presenter.show.Performance.Effect;

/** A show whose steps begin when somebody says so. */
class CueTest {
    private static final String SHOW = """
            show: On cue
            steps:
              - say: First.
                pause_s: 3
              - say: Second.
                do:
                  - {topic: vm/doge1/set, payload: {state: ON}}
                see:
                  - {topic: vm/doge1, where: {phase: running}}
                  - {topic: node/+/event, where: {type: bell}, times: 2}
                never:
                  - {topic: vm/+, where: {phase: failed}, for_s: 5}
              - say: Third.
              - say: Fourth.
            """;

    private final Playing show = new Playing(SHOW, Pace.ON_CUE);

    @Test
    void theFirstStepBeginsByItselfAndThenItWaits() {
        assertThat(show.performance.deadline()).isNull();
        assertThat(show.text()).contains(" 1/4  First.", "      · waits for box/request/show/next: Second.");
        assertThat(stands()).isEqualTo("1 First. then Second.");
        assertThat(show.sent()).isEmpty();
    }

    @Test
    void aCueLetsTheNextStepBegin() {
        assertThat(show.next(null)).isEqualTo(new Cue.Begins(2, "Second."));

        assertThat(show.text()).containsSubsequence("      · anna lets it go on", " 2/4  Second.");
        assertThat(show.sent()).hasSize(1);
    }

    @Test
    void whatIsStillAwaitedIsSaidAndNothingIsCutOff() {
        show.next(2L);
        refused("step 2 is not over: still awaited is the answer to vm/doge1/set");
        show.answerOk();
        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        refused("step 2 is not over: still awaited is vm/doge1: phase running;"
                + " node/+/event: type bell (seen 1 of 2 times)");
        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        show.hears("vm/doge1", "{\"phase\":\"running\"}");
        refused("step 2 is not over: still awaited is the time in which this must not be seen: vm/+: phase failed");

        show.after(5).ticks();

        assertThat(stands()).isEqualTo("2 Second. then Third.");
        assertThat(show.next(3L)).isEqualTo(new Cue.Begins(3, "Third."));
    }

    @ParameterizedTest
    @CsvSource({
        "1, step 1 has begun already",
        "3, step 3 is not next: step 2 is",
        "9, step 9 is not next: step 2 is",
    })
    void anotherStepThanTheNextDoesNotBegin(long step, String reason) {
        assertThat(show.next(step)).isEqualTo(new Cue.Refused(reason));
        assertThat(stands()).isEqualTo("1 First. then Second.");
    }

    @Test
    void whoSaysTheSameStepTwiceSkipsNone() {
        secondIsOver();

        assertThat(show.next(3L)).isEqualTo(new Cue.Begins(3, "Third."));
        assertThat(show.next(3L)).isEqualTo(new Cue.Refused("step 3 has begun already"));

        assertThat(stands()).isEqualTo("3 Third. then Fourth.");
    }

    @Test
    void afterTheLastStepItWaitsForNobody() {
        secondIsOver();
        show.next(null);
        show.next(null);

        assertThat(show.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(show.text()).contains("4 of 4 steps in 5.0 s");
        refused("'On cue' is ending: there is no next step");
    }

    @Test
    void itIsStoppedWhileItWaits() {
        show.performance.end(Outcome.STOPPED, "stopped by anna", show.now());
        show.act();

        assertThat(show.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(show.text()).contains("1 of 4 steps in 0.0 s");
    }

    @Test
    void whatMustNotBeSeenEndsItBetweenCues() {
        show.next(null);
        show.hears("vm/doge1", "{\"phase\":\"failed\"}");

        assertThat(show.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aShowThatGoesOnByItselfTakesNoCue() {
        Playing rehearsed = new Playing(SHOW, Pace.REHEARSED);

        assertThat(rehearsed.next(null))
                .isEqualTo(new Cue.Refused("'On cue' goes on by itself: begin it with {\"cue\":true} to say when"));
    }

    private void secondIsOver() {
        show.next(2L);
        show.answerOk();
        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        show.hears("node/pi1/event", "{\"type\":\"bell\"}");
        show.hears("vm/doge1", "{\"phase\":\"running\"}");
        show.after(5).ticks();
    }

    private void refused(String reason) {
        assertThat(show.next(null)).isEqualTo(new Cue.Refused(reason));
    }

    /** After which step it stands, as it was said last. */
    private @Nullable String stands() {
        String last = null;
        for (Effect effect : show.all()) {
            if (effect instanceof Effect.Stand stand) {
                last = "%d %s then %s"
                        .formatted(
                                stand.number(), stand.step().say(), stand.next().say());
            } else if (effect instanceof Effect.Announce) {
                last = null;
            }
        }
        return last;
    }
}
