/** What the node tells the world: every retained state is kept here too, so that the broker may lose everything. */
@NullMarked
package scatola.nodeservice.report;

import org.jspecify.annotations.NullMarked;
