package scatola.presenter.show;

import java.util.Locale;

/** How a show ended. */
public enum Outcome {
    /** Everything was seen. */
    PASSED,
    /** Something was not, or a command was answered wrongly. */
    FAILED,
    /** Somebody ended it. */
    STOPPED;

    /** @return the word for the wire and for people */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
