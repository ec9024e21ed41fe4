package scatola.presenter.show;

import java.util.Locale;

/** What lies between the steps of a show. */
public enum Pace {
    /** The pauses that stand in its file. */
    WITH_PAUSES,
    /** Nothing. */
    REHEARSED,
    /** Somebody says when the next step begins. */
    ON_CUE;

    /**
     * @param rehearse whether to leave out the pauses
     * @param cue whether to wait for a cue instead of them
     * @return the pace
     */
    public static Pace of(boolean rehearse, boolean cue) {
        if (cue) {
            return ON_CUE;
        }
        return rehearse ? REHEARSED : WITH_PAUSES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
