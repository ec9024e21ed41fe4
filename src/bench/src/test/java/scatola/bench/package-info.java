/** Tests of how figures are reckoned. */
@NullMarked
package scatola.bench;

import org.jspecify.annotations.NullMarked;
