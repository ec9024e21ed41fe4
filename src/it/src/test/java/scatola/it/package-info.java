/** End-to-end tests: the whole box on one machine, with real guests, a real broker and real cables of the lab. */
@NullMarked
package scatola.it;

import org.jspecify.annotations.NullMarked;
