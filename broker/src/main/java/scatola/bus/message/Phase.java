package scatola.bus.message;

import java.util.Locale;

/** What a guest is doing. */
public enum Phase {
    /** It does not run, as was wanted. */
    OFF,
    /** It boots and does not answer yet. */
    STARTING,
    /** It runs and answers. */
    RUNNING,
    /** Its CPU is stopped. */
    PAUSED,
    /** It is powering down. */
    STOPPING,
    /** It does not run although it should; the cause says why. */
    FAILED;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
