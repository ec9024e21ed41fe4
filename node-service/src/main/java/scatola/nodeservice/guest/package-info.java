/**
 * What is inside a running machine: its command line, its network and its serial console, however they are reached.
 */
@NullMarked
package scatola.nodeservice.guest;

import org.jspecify.annotations.NullMarked;
