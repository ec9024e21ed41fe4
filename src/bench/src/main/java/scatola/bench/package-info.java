/**
 * Measures the box in the lab, with real guests. Every figure stands beside a floor taken in the same run: the same thing
 * done with as little of ours as can be. A goal that is missed is told, and does not fail the run.
 */
@NullMarked
package scatola.bench;

import org.jspecify.annotations.NullMarked;
