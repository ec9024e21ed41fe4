package scatola.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureTest {
    private static Samples upTo(int most) {
        Samples samples = new Samples();
        IntStream.rangeClosed(1, most).map(i -> most + 1 - i).forEach(samples::add);
        return samples;
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        assertThat(upTo(300).p50()).isEqualTo(150);
        assertThat(upTo(300).p99()).isEqualTo(297);
        assertThat(upTo(7).p99()).isEqualTo(7);
        assertThat(Samples.of(4.2).p50()).isEqualTo(4.2);
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> new Samples().p50()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFigureMeetsItsGoalsOnlyAllTogether() {
        Figure.Floor floor = new Figure.Floor("as little as can be", upTo(100));
        Figure figure = new Figure("switching", "ms", upTo(200), floor, List.of(Goal.p50(100), Goal.p99(100)));

        assertThat(Goal.p50(100).isMetBy(figure)).isTrue();
        assertThat(Goal.ratio(2).isMetBy(figure)).isTrue();
        assertThat(Goal.ratio(1.9).isMetBy(figure)).isFalse();
        assertThat(figure.isMet()).isFalse();
        assertThat(figure.json().toString())
                .contains("\"goal\":\"p50 <= 100, p99 <= 100\"", "\"met\":false", "\"ratio\":2");
    }

    @Test
    void theTableRoundsToWhatMatters() {
        assertThat(Table.number(1234.5)).isEqualTo("1235");
        assertThat(Table.number(4.2567)).isEqualTo("4.26");
        assertThat(Table.number(0)).isEqualTo("0");
        assertThat(Table.of(List.of(new Figure("size", "MB", Samples.of(58.64), null, List.of()))))
                .contains("size", "58.6");
    }
}
