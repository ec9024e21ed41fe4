/** The list of what everybody on the bus must keep to, and the tests that hold it. */
@NullMarked
package scatola.bus.conformance;

import org.jspecify.annotations.NullMarked;
