package scatola.presenter.link;

import java.time.Instant;

/** What a token turns out to be. */
public sealed interface Reading {
    /**
     * It was made with this key, and lets in.
     *
     * @param visitor who has it
     */
    record Valid(Visitor visitor) implements Reading {}

    /**
     * It was made with this key, and lets in no longer.
     *
     * @param since when it ended
     */
    record Expired(Instant since) implements Reading {}

    /** It was made with this key, and somebody took it back before its end. */
    record TakenBack() implements Reading {}

    /** It was not made with this key, or is not as it was made. */
    record Forged() implements Reading {}
}
