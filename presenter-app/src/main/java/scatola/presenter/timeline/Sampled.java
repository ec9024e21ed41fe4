package scatola.presenter.timeline;

import java.time.Instant;
import scatola.bus.TestId;
import scatola.bus.message.Sample;

/**
 * A sample of a traffic test, as it was recorded.
 *
 * @param at when it arrived, by the tape's clock
 * @param test whose
 * @param sample it
 */
public record Sampled(Instant at, TestId test, Sample sample) {}
