/**
 * Consoles of guests for who looks on from outside the bus: the past first, then what comes, and what is typed. Live
 * ({@link scatola.presenter.console.LiveConsoles}), with one subscription for all who look at the same guest, and as a
 * replay shows them ({@link scatola.presenter.console.ReplayConsole}). Each client has a bounded
 * {@link scatola.presenter.console.Feed}.
 */
@NullMarked
package scatola.presenter.console;

import org.jspecify.annotations.NullMarked;
