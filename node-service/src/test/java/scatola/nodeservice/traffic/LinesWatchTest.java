package scatola.nodeservice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import scatola.bus.message.Ended;
import scatola.bus.message.Verdict;
import scatola.nodeservice.traffic.TrafficSample.Line;

class LinesWatchTest {
    private final LinesWatch watch = new LinesWatch();

    @Test
    void linesAreNumberedAndCounted() {
        assertThat(watch.line("Hi", Instant.EPOCH)).containsExactly(new Line(0, "Hi"));
        assertThat(watch.line("", Instant.EPOCH)).containsExactly(new Line(1, ""));

        TrafficResult result = watch.result(Ended.COMPLETED, 0, 5);
        assertThat(result.verdict()).isEqualTo(Verdict.OK);
        assertThat(result.lines()).isEqualTo(2);
        assertThat(result.droppedLines()).isNull();
        assertThat(result.text()).isNull();
    }

    @Test
    void aServerThatListensSaysSo() {
        assertThat(watch.line("scatola: listening", Instant.EPOCH)).containsExactly(new TrafficSample.Listening());
        assertThat(watch.result(Ended.STOPPED, -1, 5).lines()).isZero();
    }

    @Test
    void linesPastTheBoundAreCountedOnly() {
        for (int i = 0; i < LinesWatch.MOST_LINES; i++) {
            assertThat(watch.line("y", Instant.EPOCH)).hasSize(1);
        }

        assertThat(watch.line("y", Instant.EPOCH)).isEmpty();
        assertThat(watch.result(Ended.STOPPED, -1, 5).droppedLines()).isEqualTo(1);
    }

    @Test
    void aLongLineIsCut() {
        assertThat(watch.line("x".repeat(5000), Instant.EPOCH))
                .containsExactly(new Line(0, "x".repeat(LinesWatch.LONGEST) + "…"));
    }

    @Test
    void aProgramThatFailsTellsItsLastWords() {
        var unused = watch.line("sh: nonsense: not found", Instant.EPOCH);

        TrafficResult result = watch.result(Ended.COMPLETED, 127, 5);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.ended()).isEqualTo(Ended.FAILED);
        assertThat(result.text()).isEqualTo("sh: nonsense: not found");
        assertThat(result.exitCode()).isEqualTo(127);
    }

    @Test
    void aProgramThatSaysNothingIsSpokenFor() {
        assertThat(watch.result(Ended.COMPLETED, 3, 5).text()).isEqualTo("it ended with exit code 3");
        assertThat(watch.result(Ended.FAILED, -1, 5).text()).isEqualTo("it took too long");
    }
}
