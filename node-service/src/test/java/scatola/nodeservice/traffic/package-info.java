/** Tests of this package. */
@NullMarked
package scatola.nodeservice.traffic;

import org.jspecify.annotations.NullMarked;
