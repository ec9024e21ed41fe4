/** Tests of this package. */
@NullMarked
package scatola.nodeservice.guest;

import org.jspecify.annotations.NullMarked;
