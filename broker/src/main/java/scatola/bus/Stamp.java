package scatola.bus;

import java.time.Instant;

/**
 * When a node said something. Readers order by session and sequence and never by {@code ts}: a Pi has no clock battery.
 *
 * @param session counter raised at each start of the speaker, from 1
 * @param seq counts what the speaker said in that session, from 1
 * @param ts the speaker's own clock, for people
 */
public record Stamp(long session, long seq, Instant ts) implements Comparable<Stamp> {
    /** @throws IllegalArgumentException if a counter is below 1 */
    public Stamp {
        if (session < 1 || seq < 1) {
            throw new IllegalArgumentException(
                    "session and seq count from 1, but are %d and %d".formatted(session, seq));
        }
    }

    /** Orders by session, then sequence; the clock does not count. */
    @Override
    public int compareTo(Stamp other) {
        int bySession = Long.compare(session, other.session);
        return bySession != 0 ? bySession : Long.compare(seq, other.seq);
    }
}
