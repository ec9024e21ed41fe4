package scatola.presenter.timeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timeline's clock. It begins with the time of day, or after what is on the tape already, whichever is later, and
 * goes on by a clock that nobody can set; it never goes back and never says the same instant twice. How far it is from
 * the time of day is told by {@link Entry.ClockSet} entries. Safe for several threads.
 */
public final class Timekeeper {
    /** A deviation from the time of day that is not worth telling. */
    static final Duration TOLERANCE = Duration.ofMillis(100);

    private final Clock wall;
    private final LongSupplier nanos;
    private final Instant began;
    private final long beganNanos;
    private Instant last;
    private @Nullable Duration told;

    /**
     * @param wall the time of day
     * @param nanos a clock that never goes back, such as {@link System#nanoTime}
     * @param after the last instant that is taken already, or null if none is
     */
    public Timekeeper(Clock wall, LongSupplier nanos, @Nullable Instant after) {
        this.wall = wall;
        this.nanos = nanos;
        Instant day = wall.instant().truncatedTo(ChronoUnit.MICROS);
        Instant next = after == null ? day : after.plus(1, ChronoUnit.MICROS);
        began = day.isAfter(next) ? day : next;
        beganNanos = nanos.getAsLong();
        last = began.minus(1, ChronoUnit.MICROS);
    }

    /** @return the present in whole microseconds, later than all instants returned before */
    public Instant now() {
        return at(nanos.getAsLong());
    }

    /**
     * @param nanoTime when, by the clock that nobody can set
     * @return that moment in whole microseconds, or the next that is later than all instants returned before
     */
    synchronized Instant at(long nanoTime) {
        Instant present = moment(nanoTime);
        Instant next = last.plus(1, ChronoUnit.MICROS);
        last = present.isAfter(next) ? present : next;
        return last;
    }

    /**
     * @return what the tape is to be told about the time of day: at first, and whenever it is more than
     *     {@link #TOLERANCE} away from what was told before
     */
    public synchronized Optional<Entry.ClockSet> check() {
        Duration offset =
                Duration.between(moment(nanos.getAsLong()), wall.instant()).truncatedTo(ChronoUnit.MICROS);
        if (told != null && offset.minus(told).abs().compareTo(TOLERANCE) <= 0) {
            return Optional.empty();
        }
        told = offset;
        return Optional.of(new Entry.ClockSet(now(), offset));
    }

    /** The next {@link #check} tells the time of day, whatever was told before. */
    public synchronized void forget() {
        told = null;
    }

    private Instant moment(long nanoTime) {
        return began.plusNanos(nanoTime - beganNanos).truncatedTo(ChronoUnit.MICROS);
    }
}
