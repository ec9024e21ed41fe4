package scatola.bus.message;

import java.util.Locale;

/** How much an alert matters. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** Something is not as it should be. */
    WARNING,
    /** A person must act. */
    ERROR;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
