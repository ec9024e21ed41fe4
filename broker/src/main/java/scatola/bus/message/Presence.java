package scatola.bus.message;

import java.util.Locale;

/** Whether somebody is there. */
public enum Presence {
    /** It is there. */
    ONLINE,
    /** It is not, by its own word or by its will. */
    OFFLINE;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
