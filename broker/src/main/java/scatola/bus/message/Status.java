package scatola.bus.message;

import java.util.Locale;

/** How a command went. */
public enum Status {
    /** It was done, or is being done. */
    OK,
    /** It was refused or failed; nothing was changed. */
    ERROR;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
