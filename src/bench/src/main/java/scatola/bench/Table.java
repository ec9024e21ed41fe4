package scatola.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Figures for people. */
final class Table {
    private static final List<String> HEAD =
            List.of("what", "unit", "n", "p50", "p99", "floor", "p50", "ratio", "goal", "met");

    private Table() {}

    static String of(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        figures.forEach(figure -> rows.add(row(figure)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static List<String> row(Figure figure) {
        Figure.Floor floor = figure.floor();
        return List.of(
                figure.what(),
                figure.unit(),
                Integer.toString(figure.samples().count()),
                number(figure.samples().p50()),
                number(figure.samples().p99()),
                floor == null ? "" : floor.what(),
                floor == null ? "" : number(floor.samples().p50()),
                floor == null ? "" : number(figure.ratio()),
                figure.goal(),
                figure.goals().isEmpty() ? "" : figure.isMet() ? "yes" : "no");
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ")
                    .append(row.get(i))
                    .repeat(" ", widths[i] - row.get(i).length());
        }
        return line.toString().stripTrailing();
    }

    /** Three digits that matter. */
    static String number(double value) {
        return rounded(value).toPlainString();
    }

    static BigDecimal rounded(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = exact.abs().compareTo(BigDecimal.valueOf(100)) >= 0
                ? exact.setScale(0, java.math.RoundingMode.HALF_UP)
                : exact.round(new MathContext(3));
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }
}
