package scatola.bus.message;

import java.util.Locale;

/** Why a traffic test ended. */
public enum Ended {
    /** It was through. */
    COMPLETED,
    /** Somebody stopped it. */
    STOPPED,
    /** Its guest went. */
    GUEST_GONE,
    /** The program in the guest gave up. */
    FAILED;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
