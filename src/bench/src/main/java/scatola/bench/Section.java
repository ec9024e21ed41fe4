package scatola.bench;

import java.util.List;

/** A part of the benchmarks. */
interface Section {
    /** @return what is measured, for people who wait */
    String title();

    /**
     * Measures, and leaves the box as it was.
     *
     * @param box the box
     * @return figures
     */
    List<Figure> measure(Box box);
}
