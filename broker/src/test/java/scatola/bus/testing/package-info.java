/** A real broker for tests, and a client to look at it with. */
@NullMarked
package scatola.bus.testing;

import org.jspecify.annotations.NullMarked;
