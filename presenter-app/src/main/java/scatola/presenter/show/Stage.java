package scatola.presenter.show;

import org.jspecify.annotations.Nullable;

/** Where one thing is on at a time: a show, or a recording that is performed again. Safe for several threads. */
public final class Stage {
    private @Nullable String on;

    /**
     * Enters, if nobody is there.
     *
     * @param reason what to tell others meanwhile: what is on, and what to do about it
     * @return null, or the reason of who is there
     */
    public synchronized @Nullable String enter(String reason) {
        if (on != null) {
            return on;
        }
        on = reason;
        return null;
    }

    /** Leaves; only for who has entered. */
    public synchronized void leave() {
        on = null;
    }
}
