/**
 * A box as somebody outside sees it: brought up and taken down by the front door and the lab, watched and directed over
 * the bus, and looked through for what it left behind. The end-to-end tests and the benchmarks stand on it.
 */
@NullMarked
package scatola.it.box;

import org.jspecify.annotations.NullMarked;
