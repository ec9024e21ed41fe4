package scatola.bus.message;

import java.util.Locale;

/** What a traffic test found. */
public enum Verdict {
    /** All was well. */
    OK,
    /** Traffic was lost and came back. */
    RECOVERED,
    /** Traffic flowed and was lost for good. */
    LOST,
    /** There never was an answer. */
    UNREACHABLE,
    /** The program in the guest failed; the text says how. */
    FAILED;

    /** @return the wire form */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
