package scatola.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, again and again. Not safe for several threads. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    static Samples of(double value) {
        Samples samples = new Samples();
        samples.add(value);
        return samples;
    }

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    double p50() {
        return percentile(50);
    }

    double p99() {
        return percentile(99);
    }

    /** The smallest value that so many of a hundred do not exceed (nearest rank). */
    private double percentile(int percent) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
