/**
 * The bus: what topics there are, who they are about and how payloads are read and written. The only place that knows
 * how the wire looks; both applications, the tests and the benchmarks speak through it.
 */
@NullMarked
package scatola.bus;

import org.jspecify.annotations.NullMarked;
