/**
 * The box as the bus tells it: every message folded into one immutable {@link scatola.presenter.box.World}, ordered by
 * session and sequence. Knows nothing of connections; time comes in with the messages.
 */
@NullMarked
package scatola.presenter.box;

import org.jspecify.annotations.NullMarked;
