/** Tests of the bus, and what the tests of both applications share: the contract's examples. */
@NullMarked
package scatola.bus;

import org.jspecify.annotations.NullMarked;
