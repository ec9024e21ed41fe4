/** A real broker for tests, a client to look at it with, and what starts a packaged application beside them. */
@NullMarked
package scatola.bus.testing;

import org.jspecify.annotations.NullMarked;
