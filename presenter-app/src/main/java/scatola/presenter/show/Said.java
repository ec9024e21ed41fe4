package scatola.presenter.show;

import java.time.Instant;

/**
 * A message that was seen on the bus.
 *
 * @param at when it arrived
 * @param topic below the root
 * @param payload what it says; {@link Value.Nothing} clears what was retained there
 */
public record Said(Instant at, String topic, Value payload) {}
