package scatola.nodeservice.traffic;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Time that only passes: nobody sets it. A Pi has no clock battery, and the hour that its clock leaps by when the network
 * tells it the time must not be an hour of lost pings.
 */
final class SteadyClock extends Clock {
    private final Instant begin;
    private final long nanosAtBegin = System.nanoTime();
    private final ZoneId zone;

    SteadyClock() {
        this(Instant.EPOCH, ZoneOffset.UTC);
    }

    private SteadyClock(Instant begin, ZoneId zone) {
        this.begin = begin;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(System.nanoTime() - nanosAtBegin);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(instant(), other);
    }
}
