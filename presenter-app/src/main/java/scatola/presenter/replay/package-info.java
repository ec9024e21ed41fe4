/**
 * Recordings played again, to look at: {@link scatola.presenter.replay.Deck} decides what is shown when, from a recording
 * and a clock that is handed in; a {@link scatola.presenter.replay.Replay} is a deck with a thread that keeps time.
 * Nothing of it reaches the live box.
 */
@NullMarked
package scatola.presenter.replay;

import org.jspecify.annotations.NullMarked;
