/**
 * The guests' machines: what state each is in, what may happen to it next, and the edge to whatever runs it. Reads in
 * the order input, decide (pure), effect, state.
 */
@NullMarked
package scatola.nodeservice.vm;

import org.jspecify.annotations.NullMarked;
