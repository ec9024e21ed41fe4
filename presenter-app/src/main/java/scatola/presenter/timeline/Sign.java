package scatola.presenter.timeline;

import java.util.Locale;

/**
 * What a note means for whoever draws it: whether something comes or goes. Of what, its {@link NoteKind} says. Its text, in
 * lower case, is its form on the wire.
 */
public enum Sign {
    /** A guest is up, or goes on. */
    UP,
    /** A guest is off, paused, dead or deleted. */
    DOWN,
    /** Traffic, a node or the broker: what was there is there no more. */
    LOST,
    /** It is there again. */
    BACK,
    /** It is not there again, but nobody waits for it any more: the test that looked for it has ended. */
    OVER,
    /** A cable is out. */
    PULLED,
    /** It is in again. */
    PLUGGED,
    /** An address is elsewhere, or another. */
    MOVED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
