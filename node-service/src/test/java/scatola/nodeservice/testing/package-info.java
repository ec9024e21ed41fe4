/** What tests of several packages use instead of the world. */
@NullMarked
package scatola.nodeservice.testing;

import org.jspecify.annotations.NullMarked;
