package scatola.presenter.show;

import org.jspecify.annotations.Nullable;

/**
 * A command to be sent.
 *
 * @param topic below the root
 * @param payload its fields, without transaction and sender
 * @param unless it is not sent if this holds; null for always
 * @param onlyIf it is sent only if this holds; null for always
 * @param expect which answer is right
 */
record Order(
        String topic,
        Value.Fields payload,
        @Nullable Pattern unless,
        @Nullable Pattern onlyIf,
        Expect expect) {
    /** Which answer is right. */
    enum Expect {
        OK,
        ERROR,
        ANY
    }
}
