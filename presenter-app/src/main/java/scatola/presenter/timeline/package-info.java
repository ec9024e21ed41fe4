/**
 * The timeline: everything that was said on the bus, in the order and at the time of its arrival, kept in a database;
 * the recordings and chapters in it, and its story in words for people. Order and time are the timeline's own: one
 * clock that never goes back, whatever the machine's clock does.
 */
@NullMarked
package scatola.presenter.timeline;

import org.jspecify.annotations.NullMarked;
