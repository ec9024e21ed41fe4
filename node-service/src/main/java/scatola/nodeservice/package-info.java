/** Puts the node service together and starts it. */
@NullMarked
package scatola.nodeservice;

import org.jspecify.annotations.NullMarked;
