/**
 * Guided steps: a show is read from a small file, played over the bus and judged by what was seen there. Deciding
 * ({@link scatola.presenter.show.Performance}, {@code StepWatch}) is pure; files, threads and the bus are at the edge.
 */
@NullMarked
package scatola.presenter.show;

import org.jspecify.annotations.NullMarked;
