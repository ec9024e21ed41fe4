package scatola.bench;

/**
 * What a figure should be.
 *
 * @param statistic of what
 * @param atMost in the figure's unit, or a ratio
 */
record Goal(Statistic statistic, double atMost) {

    /** Of what a goal speaks. */
    enum Statistic {
        /** The median. */
        P50,
        /** The value that one in a hundred exceeds. */
        P99,
        /** The median by the floor's. */
        RATIO
    }

    static Goal p50(double atMost) {
        return new Goal(Statistic.P50, atMost);
    }

    static Goal p99(double atMost) {
        return new Goal(Statistic.P99, atMost);
    }

    static Goal ratio(double atMost) {
        return new Goal(Statistic.RATIO, atMost);
    }

    boolean isMetBy(Figure figure) {
        return switch (statistic) {
            case P50 -> figure.samples().p50() <= atMost;
            case P99 -> figure.samples().p99() <= atMost;
            case RATIO -> figure.ratio() <= atMost;
        };
    }

    @Override
    public String toString() {
        return switch (statistic) {
            case P50 -> "p50 <= %s".formatted(Table.number(atMost));
            case P99 -> "p99 <= %s".formatted(Table.number(atMost));
            case RATIO -> "ratio <= %s".formatted(Table.number(atMost));
        };
    }
}
