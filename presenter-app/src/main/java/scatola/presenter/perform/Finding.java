package scatola.presenter.perform;

import java.util.Locale;

/**
 * Something that was found when a plan was held against the box.
 *
 * @param severity whether it can go well all the same
 * @param text what is the matter and what to do about it
 */
record Finding(Severity severity, String text) {
    /** How much it matters. */
    enum Severity {
        /** A command will be refused. */
        BLOCKS,
        /** It may turn out differently. */
        WARNS;

        /** @return the wire form */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding blocks(String text) {
        return new Finding(Severity.BLOCKS, text);
    }

    static Finding warns(String text) {
        return new Finding(Severity.WARNS, text);
    }
}
