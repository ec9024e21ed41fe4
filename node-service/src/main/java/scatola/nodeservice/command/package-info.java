/** The way of a command: decode, admit, hand to its owner, answer once. */
@NullMarked
package scatola.nodeservice.command;

import org.jspecify.annotations.NullMarked;
