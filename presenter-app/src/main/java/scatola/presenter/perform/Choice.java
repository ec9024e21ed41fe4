package scatola.presenter.perform;

import java.util.Locale;

/** What somebody decides about a performance. */
public enum Choice {
    /** Take what diverged as it is and go on from there. */
    GO_ON,
    /** Leave the rest of this step and go on with the next. */
    SKIP,
    /** Send or wait for the same once more. */
    RETRY,
    /** End it. */
    STOP;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
