package scatola.presenter.timeline;

import java.time.Duration;
import java.time.Instant;

/**
 * One entry of a tape. {@link #at} is the time of its arrival by the timeline's clock, in whole microseconds; on one tape
 * it is unique and rises from entry to entry, so it also tells entries apart.
 */
public sealed interface Entry {
    /** @return when it arrived, by the timeline's clock, in whole microseconds */
    Instant at();

    /**
     * Something was said on the bus.
     *
     * @param at when it arrived
     * @param topic where, as text below the box's root, such as {@code vm/doge1}; not necessarily one of the contract
     * @param payload what
     * @param qos with which quality of service it was delivered, 0 to 2
     * @param retained whether the broker had kept it from before; of what is said live it tells nobody
     */
    record Message(Instant at, String topic, Bytes payload, int qos, boolean retained) implements Entry {}

    /**
     * The recorder lost the broker: what held until then may hold no longer.
     *
     * @param at when that was noticed
     * @param reason for people
     */
    record Outage(Instant at, String reason) implements Entry {}

    /**
     * The machine's clock stands differently from here on; it was set, or has drifted.
     *
     * @param at when that was noticed
     * @param offset what is to be added to the timeline's clock to get the time of day
     */
    record ClockSet(Instant at, Duration offset) implements Entry {}

    /**
     * For a while nothing could be kept. What was said meanwhile may be missing.
     *
     * @param at when it was over
     * @param since when it began
     * @param reason for people
     */
    record Gap(Instant at, Instant since, String reason) implements Entry {}

    /**
     * A chapter set by hand.
     *
     * @param at when
     * @param title for people
     * @param by who set it
     */
    record Mark(Instant at, String title, String by) implements Entry {}
}
