/** The node itself: who it is, how it is, its cable, what it knows of its neighbours, and how its parts are put together. */
@NullMarked
package scatola.nodeservice.node;

import org.jspecify.annotations.NullMarked;
