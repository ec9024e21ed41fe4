package scatola.presenter.timeline;

import java.util.Locale;

/** What a note is about. Its text, in lower case, is its form on the wire. */
public enum NoteKind {
    /** Somebody asked for something. */
    COMMAND,
    /** What they were answered. */
    ANSWER,
    /** A guest's life. */
    GUEST,
    /** A guest's cable or address. */
    LINK,
    /** A node came or went, or its cable did. */
    NODE,
    /** A traffic test began, lost or regained traffic, or ended. */
    TEST,
    /** A node warns, or no longer does. */
    ALERT,
    /** A show begins, goes on or ends. */
    SHOW,
    /** Somebody came or went. */
    PRESENTER,
    /** A chapter set by hand. */
    MARK,
    /** About the recorder itself: outages of the broker, gaps, a clock that was set. */
    RECORDER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
